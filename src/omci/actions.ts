/** The actions of G.988 clause 11.2.2 by message type code, with the directions in which each exists. */
export const ACTIONS = [
  { code: 4, name: 'create', title: 'create' },
  { code: 6, name: 'delete', title: 'delete' },
  { code: 8, name: 'set', title: 'set' },
  { code: 9, name: 'get', title: 'get' },
  { code: 11, name: 'getAllAlarms', title: 'get all alarms' },
  { code: 12, name: 'getAllAlarmsNext', title: 'get all alarms next' },
  { code: 13, name: 'mibUpload', title: 'MIB upload' },
  { code: 14, name: 'mibUploadNext', title: 'MIB upload next' },
  { code: 15, name: 'mibReset', title: 'MIB reset' },
  { code: 16, name: 'alarm', title: 'alarm', notification: true },
  { code: 17, name: 'attributeValueChange', title: 'attribute value change', notification: true },
  { code: 18, name: 'test', title: 'test' },
  { code: 19, name: 'startSoftwareDownload', title: 'start software download' },
  { code: 20, name: 'downloadSection', title: 'download section', quiet: true },
  { code: 21, name: 'endSoftwareDownload', title: 'end software download' },
  { code: 22, name: 'activateSoftware', title: 'activate image' },
  { code: 23, name: 'commitSoftware', title: 'commit image' },
  { code: 24, name: 'synchronizeTime', title: 'synchronize time' },
  { code: 25, name: 'reboot', title: 'reboot' },
  { code: 26, name: 'getNext', title: 'get next' },
  { code: 27, name: 'testResult', title: 'test result', notification: true },
  { code: 28, name: 'getCurrentData', title: 'get current data' },
  { code: 29, name: 'setTable', title: 'set table', extendedOnly: true },
] as const;

export type ActionName = (typeof ACTIONS)[number]['name'];

/** Sent by the ONT on its own: neither asks for a response nor is one. */
export type NotificationName = Extract<(typeof ACTIONS)[number], { readonly notification: true }>['name'];

export type CommandName = Exclude<ActionName, NotificationName>;

export interface Action {
  readonly code: number;
  readonly name: ActionName;
  /** As the standard writes it. */
  readonly title: string;
  readonly notification?: true;
  /** May be sent without asking for a response. */
  readonly quiet?: true;
  readonly extendedOnly?: true;
}

const byCode: readonly (Action | undefined)[] = Array.from({ length: 32 }, (_, code) => ACTIONS.find((a) => a.code === code));
const byName = new Map<string, Action>(ACTIONS.map((a) => [a.name, a]));

/** @param code 0..31 */
export function actionOf(code: number): Action | undefined {
  return byCode[code];
}

export function actionNamed(name: string): Action | undefined {
  return byName.get(name);
}

/** Result and reason codes of responses (G.988 clause 11.2.3). */
export const RESULTS: Readonly<Record<number, string>> = {
  0: 'success', 1: 'command processing error', 2: 'command not supported', 3: 'parameter error', 4: 'unknown managed entity',
  5: 'unknown managed entity instance', 6: 'device busy', 7: 'instance exists', 9: 'attributes failed or unknown',
};
