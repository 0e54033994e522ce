/** The Telnet server of GNU inetutils, started per connection; instead of login it runs our program. */
import { need } from './binaries.ts';
import { servePerConnection } from './per-connection.ts';
import type { Served } from './per-connection.ts';

export function startTelnetd(command: string): Promise<Served> {
  return servePerConnection(need('telnetd'), ['--no-hostinfo', `--exec-login=${command}`]);
}
