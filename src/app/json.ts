/** The public JSON shapes of findings, plans and refusals. Everything that leaves as a document passes through here. */
import { relative } from 'node:path';
import type { Finding, Place } from '../kernel/finding.ts';
import { sortFindings } from '../kernel/finding.ts';
import type { Failure } from '../kernel/failure.ts';
import type { Change, Command, ScriptStep, TargetPlan } from '../plan/model.ts';
import type { ChangeJson, CommandJson, DryRunTarget, ErrorJson, FindingJson, PlannedChangeJson, PlannedTarget, RelatedJson, Summary, TargetHead } from './api.ts';

/** Sorted, each once however many subscribers it concerns; files relative to `cwd`. */
export function findingsJson(findings: readonly Finding[], cwd: string): FindingJson[] {
  return sortFindings(distinct(findings)).map((finding) => {
    const at = finding.at ? placeJson(finding.at, cwd) : NOWHERE;
    return {
      code: finding.code, severity: finding.severity, message: finding.message, hint: finding.hint ?? null, ...at,
      related: (finding.related ?? []).map((other): RelatedJson => ({ message: other.message, ...placeJson(other.at, cwd) })),
    };
  });
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify([finding.code, finding.message, finding.at]), finding])).values()];
}

export function summaryOf(findings: readonly { readonly severity: Finding['severity'] }[], files: number): Summary {
  const count = (severity: Finding['severity']): number => findings.filter((finding) => finding.severity === severity).length;
  return { files, errors: count('error'), warnings: count('warning'), infos: count('info') };
}

export function errorJson(failure: Failure, mask: (text: string) => string): ErrorJson {
  return { code: failure.code, message: mask(failure.message), hint: failure.hint === undefined ? null : mask(failure.hint) };
}

export function dryRunTarget(plan: TargetPlan, script: readonly ScriptStep[]): DryRunTarget {
  return { ...headOf(plan), assumed: plan.assumed, changes: plan.changes.map(changeJson), script: script.map((step) => step.line) };
}

export function plannedTarget(plan: TargetPlan, script: readonly ScriptStep[]): PlannedTarget {
  return {
    ...headOf(plan), assumed: plan.assumed, changes: plan.changes.map(plannedChange), script: script.map((step) => step.line),
    unmanaged: plan.unmanaged, adopted: plan.adopted, interrupts: plan.interrupts, oneWay: plan.oneWay,
  };
}

export function plannedChange(change: Change): PlannedChangeJson {
  return { ...changeJson(change), attributes: change.attributes, oneWay: change.oneWay ?? null };
}

export function changeJson(change: Change): ChangeJson {
  const { resource, key, scope, action, cuts } = change;
  return { resource, key, scope, action, cuts, commands: change.commands.map(commandJson), undo: change.undo.map(commandJson) };
}

function commandJson({ mode, line, evidence }: Command): CommandJson {
  return evidence === 'inferred' ? { mode, line, evidence } : { mode, line };
}

function headOf({ key, olt, vendor, dialect, serial, pon, id }: TargetPlan): TargetHead {
  return { key, olt, vendor, dialect, serial, pon, id };
}

const NOWHERE = { file: null, line: null, column: null, endLine: null, endColumn: null, path: null } as const;

function placeJson(at: Place, cwd: string): Omit<RelatedJson, 'message'> {
  const { line, column, endLine, endColumn, path } = at;
  return { file: relativeFile(at.file, cwd), line, column, endLine, endColumn, path };
}

/** As a person in `cwd` would name it; standard input stays `-`. */
export function relativeFile(file: string, cwd: string): string {
  if (!file.startsWith('/')) return file;
  return relative(cwd, file) || file;
}
