/** Managed entities that describe the managed entities (G.988 clause 9.12). Notation: see ../table/notation.ts. */
export const selfDescription = {
  managedEntityMe: {
    id: 288, name: 'Managed entity', by: 'onu',
    can: 'get getNext',
    attributes: {
      name: 'o25 R ascii',
      attributesTable: 't2 R',
      access: 'u1 R',
      alarmsTable: 't1 R',
      avcsTable: 't1 R | AVCs table',
      actions: 'u4 R',
      instancesTable: 't2 R',
      support: 'u1 R',
    },
  },
  attributeMe: {
    id: 289, name: 'Attribute', by: 'onu',
    can: 'get getNext',
    attributes: {
      name: 'o25 R ascii',
      size: 'u2 R',
      access: 'u1 R',
      format: 'u1 R',
      lowerLimit: 'u4 R',
      upperLimit: 'u4 R',
      bitField: 'u4 R',
      codePointsTable: 't2 R',
      support: 'u1 R',
    },
  },
} as const;
