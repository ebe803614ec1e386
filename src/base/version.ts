/** Version numbers of everything kulprit compares: kernels, distribution packages, Go, gcc. One scheme a file. */
export * from './version-deb.js';
export * from './version-gcc.js';
export * from './version-go.js';
export * from './version-kernel.js';
export * from './version-rpm.js';
