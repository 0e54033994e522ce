/** The validators `schema-build.ts` writes while the product is built. They type the scalars of `data` in place. */
declare module '*/generated/validate.js' {
  export interface SchemaError {
    readonly instancePath: string;
    readonly schemaPath: string;
    readonly keyword: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly message?: string;
  }
  export interface Validator {
    (data: unknown): boolean;
    errors?: readonly SchemaError[] | null;
  }
  export const validateFile: Validator;
  export const validateTarget: Validator;
}
