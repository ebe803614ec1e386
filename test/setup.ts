import fc from 'fast-check';

// The same cases on every run, so that a red test is this change's; other cases by hand: FC_SEED=7 npx vitest run.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20261121) });
