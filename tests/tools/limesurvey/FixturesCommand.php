<?php

// A command of LimeSurvey's console, run by make_fixtures.py: imports the surveys, keeps the answers
// and has the exports written in this folder; see README.md. Moments, ids and people are invented
// here, the same each time.

const MINUTE = 60;
const BEGUN = ['raw' => '2023-05-01 07:00:00', 'buurthuizen' => '2026-04-01 07:00:00'];
const CODES = ['headingFormat' => 'code', 'answerFormat' => 'short', 'csvFieldSeparator' => ','];
const IN_FULL = ['answerFormat' => 'long'] + CODES;
// Per survey what it is set to, and its exports: format and options, as somebody chooses them.
const SURVEYS = [
    'raw' => [
        'settings' => ['sid' => 231100],
        'exports' => [
            'raw_codes.csv' => CODES,
            'raw_codes_semicolon.csv' => ['csvFieldSeparator' => ';'] + CODES,
            'raw_codes.xlsx' => CODES,
            'raw_codes_underscores.csv' => ['useEMCode' => 1] + CODES,
            'raw_codes_yes_1_no_2.csv' => ['convertY' => 'Y', 'yValue' => '1', 'convertN' => 'Y', 'nValue' => '2'] + CODES,
            'raw_codes_remote.csv' => ['output' => 'file', 'stripHtmlCode' => null, 'csvMaskEquations' => false] + CODES,
            'raw_full.csv' => IN_FULL,
            'raw_full.xlsx' => IN_FULL,
            'raw_full_remote.csv' => ['output' => 'file', 'stripHtmlCode' => null, 'csvMaskEquations' => false] + IN_FULL,
            'raw_full_questions.csv' => ['headingFormat' => 'full'] + IN_FULL,
            'raw_full_abbreviated.csv' => ['headingFormat' => 'abbreviated', 'headingTextLength' => 15] + IN_FULL,
            'raw_full_code_and_question.csv' => ['headingFormat' => 'codetext', 'headCodeTextSeparator' => '. '] + IN_FULL,
        ],
    ],
    'raw_incomplete' => [
        'settings' => ['sid' => 231200],
        'left' => [3 => 1, 11 => 2, 26 => 3, 40 => 4, 63 => 5], // respondent => last group sent
        'exports' => ['raw_incomplete_codes.csv' => CODES, 'raw_incomplete_full.csv' => IN_FULL],
    ],
    'raw_anonymous' => [
        'settings' => ['sid' => 231300, 'anonymized' => 'Y', 'datestamp' => 'N'],
        'exports' => ['raw_anonymous_codes.csv' => CODES],
    ],
    'raw_participants' => [
        'settings' => ['sid' => 231400, 'savetimings' => 'Y', 'ipaddr' => 'Y', 'refurl' => 'Y'],
        'participants' => true,
        'exports' => ['raw_participants_timings_codes.csv' => CODES, 'raw_participants_timings_full.csv' => IN_FULL],
    ],
    'buurthuizen' => [
        'settings' => ['sid' => 261100],
        'exports' => [
            'buurthuizen_codes.csv' => CODES,
            'buurthuizen_codes.xlsx' => CODES,
            'buurthuizen_full.csv' => IN_FULL,
            'buurthuizen_full.xlsx' => IN_FULL,
        ],
    ],
];

class FixturesCommand extends CConsoleCommand
{
    public function run($args)
    {
        error_reporting(0);
        foreach (['common', 'database', 'surveytranslator', 'replacements', 'expressions.em_manager', 'admin.import', 'export', 'admin.exportresults'] as $helper) {
            Yii::import("application.helpers.{$helper}_helper", true);
        }
        App()->session['loginID'] = 1;
        foreach (SURVEYS as $name => $survey) {
            $study = explode('_', $name)[0];
            $sid = $this->imported("$args[0]/$study/structure.txt", $survey['settings']);
            $this->activate($sid, !empty($survey['participants']));
            $this->fill($sid, json_decode(file_get_contents("$args[0]/$study/answers.json"), true), BEGUN[$study], $survey['left'] ?? []);
            foreach ($survey['exports'] as $file => $options) {
                $this->export($sid, $file, $options);
            }
        }
    }

    // The number of the survey; the file with further settings goes in.
    private function imported(string $structure, array $settings): int
    {
        $lines = file_get_contents($structure);
        foreach ($settings as $setting => $value) {
            $lines .= "\t\tS\t\t$setting\t\t$value\n";
        }
        $copy = tempnam(sys_get_temp_dir(), 'tsv'); // LimeSurvey deletes what it has read
        file_put_contents($copy, $lines);
        $result = TSVImportSurvey($copy);
        if (isset($result['error']) || $result['importwarnings'] || $result['newsid'] != $settings['sid']) {
            throw new Exception(print_r($result, true));
        }
        return $result['newsid'];
    }

    private function activate(int $sid, bool $participants): void
    {
        $result = (new SurveyActivator(Survey::model()->findByPk($sid)))->activate();
        if (($result['status'] ?? '') !== 'OK') {
            throw new Exception(print_r($result, true));
        }
        if ($participants) {
            Token::createTable($sid);
            App()->db->schema->refresh();
        }
    }

    private function fill(int $sid, array $answers, string $begun, array $left): void
    {
        $survey = Survey::model()->findByPk($sid);
        $asked = array_filter(createFieldMap($survey, 'full', true, false, $survey->language), fn ($field) => $field['qid'] ?? '');
        $groups = array_map(fn ($group) => $group->gid, QuestionGroup::model()->findAll(['condition' => "sid=$sid", 'order' => 'group_order']));
        foreach ($answers as $number => $given) {
            $sent = array_slice($groups, 0, $left[$number] ?? null);
            $this->insert($survey->responsesTableName, $this->kept($asked, $given, $sent) + $this->about($survey, $number, $begun, $left));
            $this->accompany($survey, $number, $groups, $asked);
        }
    }

    // Per column what is kept: NULL where a question was not shown or its group not sent, and where
    // the column is no text and the answer blank.
    private function kept(array $asked, array $given, array $sent): array
    {
        $kept = $seen = [];
        foreach ($asked as $column => $field) {
            $key = $field['title'] . ($field['aid'] === '' ? '' : "_$field[aid]");
            $answer = in_array($field['gid'], $sent) ? $given[$key] ?? null : null;
            $kept[$column] = $answer === '' && in_array($field['type'], ['D', 'N']) ? null : $answer;
            $seen[] = $key;
        }
        if ($unknown = array_diff(array_keys($given), $seen)) {
            throw new Exception('No column for ' . implode(', ', $unknown));
        }
        return $kept;
    }

    private function about(Survey $survey, int $number, string $begun, array $left): array
    {
        $at = fn ($minutes) => date('Y-m-d H:i:s', strtotime($begun) + ($number * 97 + $minutes) * MINUTE);
        $last = isset($left[$number]) ? $at(6) : $at(11);
        $about = [
            'id' => $number + 1,
            'submitdate' => isset($left[$number]) ? null : ($survey->isDateStamp ? $last : '1980-01-01 00:00:00'),
            'lastpage' => $left[$number] ?? count($survey->groups),
            'startlanguage' => $survey->language,
            'seed' => (string) (1000000000 + $number * 1234567),
        ];
        if ($survey->isDateStamp) {
            $about += ['startdate' => $at(0), 'datestamp' => $last];
        }
        if ($survey->isIpAddr) {
            $about += ['ipaddr' => '192.0.2.' . ($number + 1), 'refurl' => $number % 3 ? '' : 'https://www.example.org/'];
        }
        return $about + ($survey->hasTokensTable ? ['token' => $this->token($number)] : []);
    }

    // Of each respondent how long it took, and who it was, where the survey keeps that.
    private function accompany(Survey $survey, int $number, array $groups, array $asked): void
    {
        if ($survey->isSaveTimings) {
            $took = ['id' => $number + 1, 'interviewtime' => 660.25 + $number];
            foreach (array_keys(createTimingsFieldMap($survey->sid, 'full', true, false, $survey->language)) as $column) {
                $took += [$column => 4.5 + $number];
            }
            $this->insert($survey->timingsTableName, $took);
        }
        if ($survey->hasTokensTable) {
            $this->insert($survey->tokensTableName, [
                'firstname' => 'Voornaam', 'lastname' => 'Achternaam ' . ($number + 1), 'email' => 'r' . ($number + 1) . '@example.org',
                'emailstatus' => 'OK', 'token' => $this->token($number), 'language' => $survey->language, 'completed' => 'Y', 'usesleft' => 0,
            ]);
        }
    }

    private function token(int $number): string
    {
        return sprintf('Tk%013d', $number + 1);
    }

    private function insert(string $table, array $row): void
    {
        App()->db->createCommand()->insert($table, $row);
    }

    private function export(int $sid, string $file, array $options): void
    {
        $survey = Survey::model()->findByPk($sid);
        $chosen = new FormattingOptions();
        foreach ($options + ['output' => 'display', 'responseCompletionState' => 'all', 'stripHtmlCode' => 1, 'csvMaskEquations' => true] as $option => $value) {
            $chosen->$option = $value;
        }
        [$chosen->responseMinRecord, $chosen->responseMaxRecord] = [1, 1000];
        $chosen->selectedColumns = array_keys(createFieldMap($survey, 'full', true, false, $survey->language));
        if ($survey->isSaveTimings) {
            array_push($chosen->selectedColumns, ...array_keys(createTimingsFieldMap($sid, 'full', true, false, $survey->language)));
        }
        if ($survey->hasTokensTable) {
            array_push($chosen->selectedColumns, 'firstname', 'lastname', 'email');
        }
        $format = str_ends_with($file, '.xlsx') ? 'xls' : 'csv';
        ob_start();
        $written = (new ExportSurveyResultsService())->exportResponses($sid, $survey->language, $format, $chosen);
        $sent = ob_get_clean();
        file_put_contents(__DIR__ . "/$file", $chosen->output === 'file' ? file_get_contents($written) : $sent);
    }
}
