/** Everything a pack must pass. Findings point into its files; what a later stage needs and an earlier one refused is not looked at. */
import { hasErrors, type Finding } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import { wholeFile } from '../../profile/source.ts';
import { didYouMean } from '../../profile/suggest.ts';
import { compileSession, type CompiledSession } from '../../transport/compile-session.ts';
import type { SessionSpec } from '../../transport/spec.ts';
import { compileResources } from '../compile-kinds.ts';
import { compilePack, type PackSource } from '../compile.ts';
import type { Driver } from '../driver.ts';
import { compileDumpSpec } from '../dump-spec.ts';
import { asTree, type Tree } from '../tree.ts';
import { checkActions, checkAttributes } from './attributes.ts';
import { readPackDocument, type PackDocument } from './document.ts';
import { Faults } from './faults.ts';
import { fileName, missingFile, type PackFiles } from './files.ts';
import { checkGolden } from './golden.ts';
import { checkHead } from './head.ts';
import { checkLines } from './lines.ts';
import { checkPrompts } from './prompts.ts';
import { checkReadme, readmeText } from './readme.ts';
import { checkOutputs } from './outputs.ts';
import { checkReads } from './reads.ts';
import { checkShape } from './shape.ts';
import { PACK, RESOURCES } from './shapes.ts';
import { checkTargeted } from './targeted.ts';
import { treeOf, viewOf } from './views.ts';

export interface PackCheck {
  readonly findings: readonly Finding[];
  /** null when the pack does not compile. */
  readonly driver: Driver | null;
  /** Files made of the pack, as they should be now: golden scripts and README.md, by path. Empty when the pack has errors of its own. */
  readonly derived: ReadonlyMap<string, string>;
}

/** @param pack every file of the folder that the check may look at: *.yaml, README.md, golden/* */
export async function checkPack(pack: PackFiles): Promise<PackCheck> {
  const stage: Finding[] = [];
  const failed = (): PackCheck => ({ findings: stage, driver: null, derived: new Map() });
  const [head, session, resources] = [
    open(pack, 'pack.yaml', 'it names the pack: id, title, dialects, limits', stage),
    open(pack, 'session.yaml', 'it says how the terminal behaves', stage),
    open(pack, 'resources.yaml', 'it holds the lines', stage),
  ];
  const faults = [head, session, resources].filter((document) => document !== null).map((document) => new Faults(document));
  const of = (document: PackDocument): Faults => faults.find((each) => each.document === document)!;
  const collected = (): Finding[] => [...stage.splice(0), ...faults.flatMap((each) => each.findings.splice(0))];
  const endOfStage = (): boolean => { const found = collected(); stage.push(...found); return hasErrors(found); };

  if (head) checkShape(PACK, head.root, '', of(head));
  if (resources) checkShape(RESOURCES, resources.root, '', of(resources));
  const compiledSession = session ? checkSession(session, of(session)) : null;
  if (endOfStage() || !head || !session || !resources) return failed();

  const [headTree, tree, sessionTree] = [asTree(head.data(), 'pack.yaml'), asTree(resources.data(), 'resources.yaml'), asTree(session.data(), 'session.yaml')];
  const view = viewOf(tree);
  checkHead(headTree, pack, of(head));
  checkAttributes(view, String(headTree['address']), of(resources));
  const ready = String(treeOf(headTree['support'])['write'] ?? 'true') !== 'false';
  checkPrompts(view, tree, compiledSession, ready, of(resources));
  checkReads(view, tree, sessionTree, of(resources));
  checkTargeted(view, tree, String(headTree['address']), pack, of(resources));
  checkActions(view, tree, of(resources));
  const outputs = checkOutputs(pack, tree['readList'], compiledSession);
  stage.push(...outputs.findings);
  if (endOfStage()) return failed();

  const source: PackSource = { id: String(headTree['id']), pack: headTree, session: session.data() as SessionSpec, resources: tree, outputs: outputs.trees };
  const driver = compiled(source, pack, stage);
  if (!driver) return failed();
  checkLines(view, compileResources(tree), compileDumpSpec(asTree(tree['dump'], 'dump')), of(resources));
  if (endOfStage()) return { ...failed(), driver };

  const golden = await checkGolden(pack, source, driver);
  stage.push(...golden.findings, ...checkReadme(pack, driver));
  return { findings: stage, driver, derived: new Map([...golden.scripts, ['README.md', readmeText(pack, driver, textIn(headTree, 'about'))]]) };
}

function open(pack: PackFiles, path: string, hint: string, findings: Finding[]): PackDocument | null {
  const bytes = pack.files.get(path);
  if (!bytes) {
    findings.push(missingFile(pack, path, hint));
    return null;
  }
  const read = readPackDocument(fileName(pack, path), bytes);
  findings.push(...read.findings);
  return read.document;
}

function checkSession(document: PackDocument, faults: Faults): CompiledSession | null {
  const data = asTree(document.data(), document.file);
  const { session, errors } = compileSession(data);
  for (const { path, message } of errors) {
    const unknown = message === 'is not known here';
    const name = path.slice(path.lastIndexOf('/') + 1);
    const meant = unknown ? didYouMean(name, SESSION_WORDS) : undefined;
    faults.add('ONT515', path, `${path === '' ? 'the session' : path.slice(1).replaceAll('/', '.')} ${message}`, { key: unknown, ...(meant === undefined ? {} : { hint: `did you mean ${meant}?` }) });
  }
  return session;
}

/** Keys of a session section; for suggestions only. */
const SESSION_WORDS: readonly string[] = [
  'terminal', 'login', 'prompt', 'modes', 'home', 'prepare', 'logout', 'pager', 'dialog', 'question', 'echo', 'alarms', 'notices', 'chatter', 'failures', 'replies',
  'busy', 'timeouts', 'closed', 'save', 'width', 'height', 'type', 'enter', 'interrupt', 'username', 'password', 'refused', 'limit', 'questions', 'ask', 'answer',
  'host', 'tail', 'from', 'leave', 'mode', 'line', 'undo', 'instead', 'fallback', 'text', 'key', 'erase', 'complete', 'heading', 'body', 'yes', 'no', 'remove',
  'start', 'end', 'continued', 'alone', 'caret', 'counters', 'waits', 'read', 'doubt', 'resync', 'progress', 'done', 'failed', 'patience', 'typeAhead', 'octets', 'lines',
];

/** The net below everything else: what the compiler refuses and no check has named. */
function compiled(source: PackSource, pack: PackFiles, findings: Finding[]): Driver | null {
  try {
    const driver = compilePack(source);
    // Most of it is compiled when it is first needed.
    driver.survey([]);
    driver.script([], { save: true });
    return driver.lines.length > 0 ? driver : null;
  } catch (error) {
    findings.push(finding('ONT517', error instanceof Error ? error.message : String(error), { at: wholeFile(fileName(pack, 'resources.yaml')) }));
    return null;
  }
}

function textIn(tree: Tree, name: string): string {
  const value = tree[name];
  return typeof value === 'string' ? value : '';
}

