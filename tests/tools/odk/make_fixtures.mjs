// Has ODK Central's own exporter write the CSV files in this folder; see README.md.
//
//   node make_fixtures.mjs CENTRAL FILLED
//
// CENTRAL: a checkout of central-backend with its packages installed. FILLED: a folder with, per
// study, what tests/helpers/filled_in.py wrote. What the server and its database would add is
// invented here, the same each time.
import { createWriteStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Readable } from 'node:stream';

const [central, filled] = process.argv.slice(2).map((folder) => path.resolve(folder));
const require = createRequire(path.join(central, 'package.json'));
const { streamBriefcaseCsvs } = require('./lib/data/briefcase');
const { getFormFields, merge } = require('./lib/data/schema');
const { getSelectMultipleResponses } = require('./lib/data/submission');
const { Form } = require('./lib/model/frames');
const { QueryOptions } = require('./lib/util/db');

const FIRST = 17; // of the respondents: two options that nobody ticked, and a block left blank
const EXPORTS = [
  { file: 'raw_split', query: { splitSelectMultiples: 'true' } },
  { file: 'raw_whole', query: {} },
  { file: 'raw_bare', query: { splitSelectMultiples: 'true', groupPaths: 'false' } },
  { file: 'raw_few', query: { splitSelectMultiples: 'true' }, first: FIRST },
  { file: 'raw_deleted', query: { deletedFields: 'true' }, first: FIRST, older: 5 },
  { file: 'buurthuizen_split', query: { splitSelectMultiples: 'true' } },
];
const BEGUN = { raw: '2023-05-01T07:00:00Z', buurthuizen: '2026-04-01T07:00:00Z' };
const SUBMITTERS = [
  { id: 24, displayName: 'Openbare link' },
  { id: 31, displayName: 'Tablet balie' },
];
const MINUTE = 60_000;

// The form as it was before a question was taken out of it.
const REMOVED = 'closing_grade';
const olderForm = (xform) =>
  olderVersion(xform)
    .replace('<closing_section>', `<closing_section><${REMOVED}/>`)
    .replace('<bind', `<bind nodeset="/data/closing_section/${REMOVED}" type="string"/><bind`);
const olderAnswers = (xml) =>
  olderVersion(xml).replace('<closing_section>', `<closing_section><${REMOVED}>8</${REMOVED}>`);
const olderVersion = (xml) => xml.replace(/(<data [^>]*version=")[^"]*/, '$1first');

const fieldsOf = async (xform) => (await getFormFields(xform)).map((field) => new Form.Field(field));

// The submission as it comes out of the database, with moments and an id that are always the same.
function stored(xml, number, begun) {
  const at = new Date(Date.parse(begun) + number * 97 * MINUTE);
  const id = `uuid:00000000-0000-4000-8000-${String(number + 1).padStart(12, '0')}`;
  const minutesBefore = (n) => new Date(at - n * MINUTE).toISOString().replace('Z', '+00:00');
  const byTablet = number % 5 === 4;
  return {
    instanceId: id,
    createdAt: at,
    reviewState: { 3: 'approved', 8: 'hasIssues' }[number % 10] ?? null,
    deviceId: byTablet ? 'collect:Q8fGm2LxTb41' : null,
    def: { localKey: null },
    xml: xml
      .replace(/(<start>)[^<]*/, `$1${minutesBefore(11)}`)
      .replace(/(<end>)[^<]*/, `$1${minutesBefore(1)}`)
      .replace(/(<instanceID>)[^<]*/, `$1${id}`),
    aux: {
      submitter: SUBMITTERS[byTablet ? 1 : 0],
      attachment: { present: 0, expected: 0 },
      edit: { count: number % 10 === 8 ? 1 : 0 },
      encryption: {},
      exports: { formVersion: /version="([^"]*)"/.exec(xml)[1] },
    },
  };
}

// Per question the options that somebody ticked, as the worker of Central finds and the database
// sorts them: only those get a column.
async function tickedIn(submissions, fields) {
  const several = fields.filter((field) => field.selectMultiple);
  const ticked = {};
  for (const { xml } of submissions) {
    for (const [question, options] of Object.entries(await getSelectMultipleResponses(several, xml))) {
      ticked[question] = [...new Set([...(ticked[question] ?? []), ...options])].sort();
    }
  }
  return ticked;
}

async function write({ file, query, first, older = 0 }) {
  const study = file.split('_')[0];
  const xform = readFileSync(path.join(filled, study, 'form.xml'), 'utf8');
  const sent = JSON.parse(readFileSync(path.join(filled, study, 'submissions.json'), 'utf8'));
  const submissions = sent
    .slice(0, first)
    .map(({ xml }, number) => stored(number < older ? olderAnswers(xml) : xml, number, BEGUN[study]));

  const options = QueryOptions.fromSubmissionCsvRequest(query);
  let fields = await fieldsOf(xform);
  if (options.deletedFields) fields = merge(await fieldsOf(olderForm(xform)), fields);
  const ticked = options.splitSelectMultiples ? await tickedIn(submissions, fields) : null;
  const rows = Readable.from(submissions.reverse()); // the newest first
  const csv = streamBriefcaseCsvs(rows, fields, study, ticked, null, true, options);
  const to = createWriteStream(path.join(import.meta.dirname, `${file}.csv`));
  await new Promise((resolve, reject) => csv.with(to).pipelineToPromise(resolve, reject));
}

for (const each of EXPORTS) await write(each);
