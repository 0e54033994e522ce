import type { Box, Seat } from './box.ts';
import { RULE, stamp } from './words.ts';

export const NAME_QUESTION = '>>User name:';
export const PASSWORD_QUESTION = '>>User password:';
export const LOGIN_REFUSED = '  Username or password invalid.';

/** A site's own banner; the last line is the question. */
export const PLEDGE = ['', '  Only authorized users may go on. Everything is recorded.', '  Do you agree? (YES/NO):'];

/** What a good login prints: copyright, the last login, and failed ones if there were any (so the word fail is no bad sign). */
export function greeting(box: Box, seat: Seat): string[] {
  const last = box.lastLogin ?? { kind: seat.kind, address: seat.address, at: box.clock.now() - 3_600_000 };
  const failed = box.failedLogins.length > 0 ? box.failedLogins : [{ kind: 'SSH', address: '192.0.2.77', at: box.clock.now() - 86_400_000, times: 3 }];
  return [
    '', '',
    `  Huawei Integrated Access Software (${box.settings.family}).`,
    '  Copyright(C) Huawei Technologies Co., Ltd. 2002-2023. All rights reserved.',
    '',
    RULE,
    '  User last login information:',
    RULE,
    `  Access Type : ${last.kind}`,
    `  IP-Address  : ${last.address}`,
    `  Login  Time : ${stamp(last.at)}`,
    `  Logout Time : ${stamp(last.at + 60_000)}`,
    RULE,
    RULE,
    '  All user fail login information:',
    RULE,
    '  Access Type IP-Address           Time                          Login Times',
    RULE,
    ...failed.map((one) => `  ${one.kind.padEnd(11)} ${one.address.padEnd(20)} ${stamp(one.at).padEnd(29)} ${String(one.times).padStart(11)}`),
    RULE,
    '',
  ];
}
