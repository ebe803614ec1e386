export { renderBug, renderBugList } from './bugs.js';
export { renderChecks } from './check.js';
export { type DiagnosisView, renderDiagnosis } from './diagnosis.js';
export { renderReport } from './report.js';
export * from './text.js';
