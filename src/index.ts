/** The library: what `import { … } from 'ont-prov'` gives. `ont-prov/omci` is the codec alone. */
export * from './omci/index.ts';
