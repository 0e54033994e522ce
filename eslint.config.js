import tseslint from 'typescript-eslint';

const text = { selector: "CallExpression[callee.name=/^(setTimeout|setInterval)$/]", message: 'Time comes from the Clock that is passed in.' };

export default tseslint.config(
  { ignores: ['dist/', '.dist-*/', 'coverage/', 'src/profile/generated/'] },
  {
    files: ['src/**/*.ts', 'vendors/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-fallthrough': 'error',
      'no-unreachable': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'off',
      'no-unsafe-finally': 'error',
      'no-debugger': 'error',
      'no-dupe-else-if': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-duplicate-imports': 'off',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-array-delete': 'error',
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/restrict-plus-operands': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // The product never looks at the process, the console or the clock: bin/ hands them in.
    files: ['src/**/*.ts'],
    ignores: ['src/app/**'],
    rules: { 'no-console': 'error', 'no-restricted-globals': ['error', 'process', 'console'], 'no-restricted-syntax': ['error', text] },
  },
  { files: ['src/app/**/*.ts'], rules: { 'no-console': 'error' } },
  // Trees of a pack are checked as a whole (check-pack) before anything makes text of their leaves.
  { files: ['src/packs/**/*.ts'], rules: { '@typescript-eslint/no-base-to-string': 'off' } },
  // A simulator takes its time like a device does: its timers are the real ones.
  { files: ['src/sim/**/*.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    // Pure circles: values in, values out.
    files: ['src/{kernel,profile,access,plan,packs,omci,onu,acs}/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', text,
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Pure circles have no clock.' },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pure circles have no clock.' },
        { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'Pure circles have no randomness.' }],
    },
  },
  {
    files: ['bin/**/*.js', '*.js', '*.mjs', '*.config.ts'],
    extends: [tseslint.configs.base],
    rules: { 'no-var': 'error', 'prefer-const': 'error', eqeqeq: ['error', 'always', { null: 'ignore' }], 'no-unused-vars': 'error' },
  },
);
