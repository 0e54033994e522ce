import type { Command } from 'commander';
import type { Act, CommonOptions } from './act.ts';

export function define(command: Command, act: Act): void {
  command
    .description('Print the JSON Schema of profiles, OLTs, hardware types and subscribers. Editors use it to complete and check while typing.')
    .addHelpText('after', `
Examples:
  $ ont-prov schema > profile.schema.json
  $ sed -i '1i # yaml-language-server: $schema=./profile.schema.json' home.yaml`);

  act<CommonOptions>(command, {}, async (context) => {
    const { schemaText } = await import('../profile/schema/schema.ts');
    await context.io.stdout.write(schemaText());
    return 0;
  });
}
