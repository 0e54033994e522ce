/** Objects of the network plan: checked, and created only where the OLT says `manage:`. */
import { create, typedOf, type Draft } from './changes.ts';
import type { Mode, Want } from './kind.ts';
import type { Planning } from './planning.ts';
import { formFor } from './commands.ts';

export function requiredObjects(planning: Planning, manage: readonly string[], top: Mode): Draft[] {
  const drafts: Draft[] = [];
  for (const want of planning.wants) {
    const { kind } = want;
    if (kind.scope !== 'required') continue;
    const typed = typedOf(planning, want);
    if (planning.store.get(kind, typed.values)) continue;
    if (planning.offline) {
      planning.store.upsert(kind, { ...typed.values }, null);
      planning.assumedLines.push(...requiredLines(want, typed));
      continue;
    }
    if (kind.manage !== undefined && manage.includes(kind.manage)) { drafts.push(create(planning, want, top)); continue; }
    planning.findings.push({
      code: 'ONT403', severity: kind.missing, about: want.label, message: `the OLT has no ${kind.name} ${kind.key.map((name) => String(typed.values[name])).join(' ')}, which ${want.label} needs`,
      hint: `it belongs to the network plan and is not made by this tool: type ${requiredLines(want, typed).map((line) => `\`${line}\``).join(', ')} on the OLT${kind.manage === undefined ? '' : `, or let the OLT's entry say \`manage: [${kind.manage}]\``}`,
    });
  }
  return drafts;
}

/** The lines that would make a required object. */
export function requiredLines(want: Want, typed: ReturnType<typeof typedOf>): string[] {
  return want.kind.facets.flatMap((facet) => {
    const form = formFor(facet, typed.values);
    return form ? [form.put.render(typed.values).text] : [];
  });
}
