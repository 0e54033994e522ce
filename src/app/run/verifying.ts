import type { Observation } from '../../packs/driver.ts';
import type { Change } from '../../plan/model.ts';
import type { Device } from './device.ts';
import type { Subject } from './subject.ts';

/**
 * Reads the device and plans each of these subjects again: nothing may be left to do. A mismatch is believed when a second reading
 * shows it too. What is to be collected is no mismatch: the device may still have a use for it.
 *
 * @param witness  sees each subject with the reading that decided about it
 * @returns for each subject what is still to be done, in words; an empty list: verified
 */
export async function verifySubjects(device: Device, subjects: readonly Subject[], witness: Witness): Promise<ReadonlyMap<Subject, readonly string[]>> {
  const first = await mismatches(device, subjects, witness);
  const doubtful = subjects.filter((subject) => first.get(subject)!.length > 0);
  if (doubtful.length === 0) return first;
  const second = await mismatches(device, doubtful, witness);
  return new Map(subjects.map((subject) => [subject, second.get(subject) ?? first.get(subject)!]));
}

export type Witness = (subject: Subject, on: Observation) => void;

async function mismatches(device: Device, subjects: readonly Subject[], witness: Witness): Promise<Map<Subject, string[]>> {
  const { observation } = await device.read();
  return new Map(subjects.map((subject) => {
    witness(subject, observation);
    const { plan } = device.plan(subject, observation);
    const conflicts = plan.findings.filter((finding) => finding.severity === 'error').map((finding) => finding.message);
    return [subject, [...conflicts, ...plan.changes.filter((change) => change.action !== 'collect').map(inWords)]];
  }));
}

function inWords({ action, resource, key, attributes }: Change): string {
  const name = [resource, ...Object.entries(key).map(([part, value]) => `${part} ${value}`)].join(' ');
  const values = attributes.map(({ attribute, from, to }) => `${attribute} is ${from ?? 'absent'}, not ${to ?? 'absent'}`);
  return action === 'create' ? `${name} is missing` : action === 'delete' ? `${name} is still there` : `${name}: ${values.join(', ') || `to ${action}`}`;
}
