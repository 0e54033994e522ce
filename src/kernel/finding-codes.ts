/**
 * Every finding code, with what it is about and how bad it is. Codes are stable: editors, pipelines and tests pin them;
 * a code that is no longer used stays reserved.
 *
 * ONT0xx documents · ONT1xx schema · ONT2xx rules of the profile · ONT3xx limits and capabilities of a vendor ·
 * ONT4xx conflicts with what the device holds · ONT5xx vendor packs.
 */
import type { Finding, Place, Severity } from './finding.ts';

interface CodeInfo { readonly title: string; readonly severity: Severity }

export const FINDING_CODES = {
  ONT001: { title: 'The file is not well-formed YAML', severity: 'error' },
  ONT002: { title: 'The file is not UTF-8 text', severity: 'error' },
  ONT003: { title: 'The file is too large', severity: 'error' },
  ONT004: { title: 'An alias refers to no anchor', severity: 'error' },
  ONT005: { title: 'Aliases expand without end', severity: 'error' },
  ONT006: { title: 'A key is written twice', severity: 'error' },
  ONT007: { title: 'A tab is used for indentation', severity: 'error' },
  ONT008: { title: 'The file holds several YAML documents', severity: 'error' },
  ONT009: { title: 'The file holds no mapping', severity: 'error' },
  ONT010: { title: 'The file is nested too deeply', severity: 'error' },
  ONT011: { title: 'The file is not well-formed CSV', severity: 'error' },
  ONT012: { title: 'A CSV row has the wrong number of columns', severity: 'error' },
  ONT013: { title: 'A CSV column is not known', severity: 'error' },
  ONT014: { title: 'An included file does not exist', severity: 'error' },
  ONT015: { title: 'A CSV column appears twice', severity: 'error' },
  ONT016: { title: 'A key is not plain text', severity: 'error' },
  ONT017: { title: 'A YAML tag is not supported', severity: 'error' },
  ONT018: { title: 'A CSV column is used by nothing', severity: 'warning' },

  ONT101: { title: 'Unknown key', severity: 'error' },
  ONT102: { title: 'The value has the wrong form', severity: 'error' },
  ONT103: { title: 'A required key is missing', severity: 'error' },
  ONT104: { title: 'The value is not one of the allowed words', severity: 'error' },
  ONT105: { title: 'A key has no value', severity: 'error' },
  ONT106: { title: 'The profile version is not supported', severity: 'error' },
  ONT107: { title: 'Exactly one alternative must be given', severity: 'error' },

  ONT201: { title: 'Two services that one ONT cannot tell apart', severity: 'error' },
  ONT202: { title: 'Not a serial number', severity: 'error' },
  ONT203: { title: 'The hardware has no such port', severity: 'error' },
  ONT204: { title: 'One ONT twice', severity: 'error' },
  ONT205: { title: 'One ONT id twice on a PON', severity: 'error' },
  ONT206: { title: 'One subscriber key twice', severity: 'error' },
  ONT207: { title: 'Impossible bandwidth', severity: 'error' },
  ONT208: { title: 'More guaranteed bandwidth than the PON has', severity: 'error' },
  ONT209: { title: 'Two writers of one thing', severity: 'error' },
  ONT210: { title: 'A character a terminal would misread', severity: 'error' },
  ONT211: { title: 'ACS without encryption', severity: 'warning' },
  ONT212: { title: 'Secret in plain text', severity: 'warning' },
  ONT213: { title: 'Guessable secret', severity: 'warning' },
  ONT214: { title: 'Telnet is plain text', severity: 'warning' },
  ONT215: { title: 'Not a usable VLAN', severity: 'error' },
  ONT216: { title: 'Unknown OLT', severity: 'error' },
  ONT217: { title: 'Unknown profile', severity: 'error' },
  ONT218: { title: 'Unknown hardware type', severity: 'error' },
  ONT219: { title: 'Profiles extend one another in a circle', severity: 'error' },
  ONT220: { title: 'A name is defined twice', severity: 'error' },
  ONT221: { title: 'A variable has no value', severity: 'error' },
  ONT222: { title: 'TR-069 has nothing to run over', severity: 'error' },
  ONT223: { title: 'Routed service without a WAN, or a WAN without routing', severity: 'error' },
  ONT224: { title: 'Voice cannot work like this', severity: 'error' },
  ONT225: { title: 'The value has the wrong form once its variables are put in', severity: 'error' },
  ONT226: { title: 'Not a PON', severity: 'error' },
  ONT227: { title: 'Two different ONT ids', severity: 'error' },
  ONT228: { title: 'Not a PON pattern', severity: 'error' },
  ONT229: { title: 'Nothing identifies the ONT', severity: 'error' },
  ONT230: { title: 'A subscriber lacks a required field', severity: 'error' },
  ONT231: { title: 'Several untagged services on one port', severity: 'error' },
  ONT232: { title: 'A service is attached to no port', severity: 'error' },
  ONT233: { title: 'A service has no VLAN', severity: 'error' },
  ONT234: { title: 'The secret names a column that does not exist', severity: 'error' },
  ONT235: { title: 'One rate given twice', severity: 'error' },
  ONT236: { title: 'Not a usable address', severity: 'error' },
  ONT237: { title: 'No subscriber', severity: 'info' },
  ONT238: { title: 'A required part is missing', severity: 'error' },
  ONT250: { title: 'No subscriber of this key', severity: 'error' },

  ONT301: { title: 'Beyond a limit of the vendor', severity: 'error' },
  ONT302: { title: 'The vendor or dialect cannot do this', severity: 'error' },
  ONT303: { title: 'A character the vendor does not take', severity: 'error' },
  ONT304: { title: 'Unknown vendor', severity: 'error' },
  ONT305: { title: 'Lines are typed more slowly than asked for', severity: 'warning' },

  ONT401: { title: 'The ONT is already somewhere else on the device', severity: 'error' },
  ONT402: { title: 'The number is taken by another ONT', severity: 'error' },
  ONT403: { title: 'A required object is missing on the device', severity: 'error' },
  ONT404: { title: 'Unmanaged objects are in the way', severity: 'error' },
  ONT405: { title: 'A line of the device is only half understood', severity: 'error' },
  ONT406: { title: 'The device could not be read completely', severity: 'error' },
  ONT407: { title: 'The device is in a mode this pack refuses', severity: 'error' },
  ONT408: { title: 'A needed command is not confirmed by evidence', severity: 'error' },
  ONT409: { title: 'Writing to this OLT is denied', severity: 'error' },
  ONT410: { title: 'A secret is not set', severity: 'error' },
  ONT411: { title: 'More changes than allowed', severity: 'error' },
  ONT412: { title: 'The subscriber is to be removed', severity: 'info' },
  ONT420: { title: 'Not a usable plan file', severity: 'error' },
  ONT421: { title: 'A run that cannot be taken back or gone on with', severity: 'error' },
  ONT413: { title: 'The ONT is not on the device', severity: 'error' },
  ONT414: { title: 'The row still says the place that is to be left', severity: 'error' },

  ONT430: { title: 'What a configuration holds and no profile says', severity: 'warning' },
  ONT431: { title: 'Others are logged in at the OLT', severity: 'info' },

  ONT501: { title: 'A line pattern is malformed', severity: 'error' },
  ONT502: { title: 'A name that the pack does not define', severity: 'error' },
  ONT503: { title: 'An attribute that no line types', severity: 'error' },
  ONT504: { title: 'A line lacks an attribute it cannot do without', severity: 'error' },
  ONT505: { title: 'A line does not say where it comes from', severity: 'error' },
  ONT506: { title: 'A number without a range, or a range without a number', severity: 'error' },
  ONT507: { title: 'A shared object would not be known again as ours', severity: 'error' },
  ONT508: { title: 'A line does not read back as it was typed', severity: 'error' },
  ONT509: { title: 'Two lines that cannot be told apart', severity: 'error' },
  ONT510: { title: 'A prompt that does not fit its mode', severity: 'error' },
  ONT511: { title: 'The read list does not separate reading from writing', severity: 'error' },
  ONT512: { title: 'A golden script is not up to date', severity: 'error' },
  ONT513: { title: 'The README of a pack does not list its lines', severity: 'error' },
  ONT514: { title: 'A file of the pack is missing', severity: 'error' },
  ONT515: { title: 'The session section is not acceptable', severity: 'error' },
  ONT516: { title: 'A value is taken from where there is none', severity: 'error' },
  ONT517: { title: 'The pack does not compile', severity: 'error' },
} as const satisfies Readonly<Record<string, CodeInfo>>;

export type FindingCode = keyof typeof FINDING_CODES;

export interface FindingDetails {
  readonly hint?: string | undefined;
  readonly at?: Place | undefined;
  readonly related?: Finding['related'] | undefined;
  /** Only where one code is an error in one place and a warning in another. */
  readonly severity?: Severity;
}

/** A finding of a listed code, with the severity of the table unless `details` says otherwise. */
export function finding(code: FindingCode, message: string, details: FindingDetails = {}): Finding {
  return {
    code,
    severity: details.severity ?? FINDING_CODES[code].severity,
    message,
    ...(details.hint === undefined ? {} : { hint: details.hint }),
    ...(details.at === undefined ? {} : { at: details.at }),
    ...(details.related === undefined ? {} : { related: details.related }),
  };
}
