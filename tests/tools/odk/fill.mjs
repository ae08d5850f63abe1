// Fills in an XForm as respondents do in ODK's own web forms: its engine says what is asked and
// what is wrong.
//
//   node fill.mjs form.xml answers.json submissions.json
//
// answers.json: a list with, per respondent, bare name of a question → answer ("a b" ticks a and b),
// in the order of the form: an answer that is not asked at its turn is refused.
// submissions.json: per respondent `xml` as it would be sent, `refused` (name, why) and
// `violations` (name, 'constraint' or 'required').
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { JSDOM } from 'jsdom';

// The engine was made for a browser, and what it needs of Node is CommonJS.
const { window } = new JSDOM('', { url: 'https://localhost/' });
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) globalThis[name] = window[name];
}
globalThis.require = createRequire(import.meta.url);
globalThis.__dirname = import.meta.dirname;
const { loadForm } = await import('@getodk/xforms-engine');

const bare = (reference) => reference.split('/').at(-1);

function* questions(node) {
  const children = node.currentState.children;
  if (!children) yield node;
  for (const child of children ?? []) yield* questions(child);
}

// Gives an answer, or says why it cannot be given.
function answer(question, given) {
  if (!question) return 'no such question';
  if (!question.currentState.relevant) return 'not relevant';
  if (question.currentState.readonly) return 'read-only';
  if (question.nodeType === 'select') {
    const codes = given.split(' ');
    if (!codes.every((code) => question.getValueOption(code))) return 'no such option';
    question.selectValues(codes);
  } else {
    question.setValue(given);
  }
  return question.currentState.instanceValue ? '' : 'no such value'; // such as a text for a number
}

async function fill(form, answers) {
  const { root } = form.createInstance();
  const asked = new Map([...questions(root)].map((q) => [bare(q.currentState.reference), q]));
  const refused = Object.entries(answers)
    .map(([name, given]) => [name, answer(asked.get(name), given)])
    .filter(([, why]) => why);
  const { data, violations } = await root.prepareInstancePayload({ payloadType: 'monolithic' });
  return {
    xml: await data[0].get('xml_submission_file').text(),
    refused,
    violations: (violations ?? []).map((v) => [bare(v.reference), v.violation.condition]),
  };
}

const [formFile, answersFile, submissionsFile] = process.argv.slice(2);
const form = await loadForm(readFileSync(formFile, 'utf8'));
if (form.status !== 'success') throw form.error ?? new Error(`warnings: ${form.warnings}`);
const submissions = [];
for (const answers of JSON.parse(readFileSync(answersFile, 'utf8'))) {
  submissions.push(await fill(form, answers));
}
writeFileSync(submissionsFile, JSON.stringify(submissions, null, 1));
