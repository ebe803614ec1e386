import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readLog } from '../log.js';

/** What each program that we crashed on purpose must be called (testdata/made/program; Go has a reader of its own). */
const ROOT = fileURLToPath(new URL('../../../testdata/made/', import.meta.url));

const TITLES: Readonly<Record<string, readonly string[]>> = {
  'c-asan-double-free.log': ['AddressSanitizer: double-free in main'],
  'c-asan-global-overflow.log': ['AddressSanitizer: global-buffer-overflow in get'],
  'c-asan-heap-overflow.log': ['AddressSanitizer: heap-buffer-overflow in parse'],
  'c-asan-recursion.log': ['AddressSanitizer: stack-overflow in down'],
  'c-asan-segv.log': ['AddressSanitizer: SEGV in value'],
  'c-asan-stack-overflow.log': ['AddressSanitizer: stack-buffer-overflow in get'],
  'c-asan-use-after-free.log': ['AddressSanitizer: heap-use-after-free in id'],
  'c-assert.log': [`Assertion 'len < cap' failed in put`],
  'c-divide.log': ['Floating point exception in app'],
  'c-double-free.log': ['free(): double free detected in tcache 2'],
  'c-fortify.log': ['*** buffer overflow detected ***'],
  'c-illegal.log': ['Illegal instruction in app'],
  'c-invalid-pointer.log': ['free(): invalid pointer'],
  'c-lsan-leak.log': ['LeakSanitizer: detected memory leaks in copy'],
  'c-next-size.log': ['munmap_chunk(): invalid pointer'],
  'c-pure-virtual.log': ['pure virtual method called'],
  'c-segfault.log': ['Segmentation fault in app'],
  'c-stack-smashing.log': ['*** stack smashing detected ***'],
  'c-terminate.log': [`terminate called after throwing an instance of 'std::invalid_argument': stoi`],
  'c-top-size.log': ['malloc(): corrupted top size'],
  'c-tsan-lock-order.log': ['ThreadSanitizer: lock-order-inversion (potential deadlock) in one'],
  'c-tsan-race.log': ['ThreadSanitizer: data race in hit'],
  'c-ubsan.log': [
    'UndefinedBehaviorSanitizer: signed integer overflow in main.c',
    `UndefinedBehaviorSanitizer: shift exponent NUM is too large for 32-bit type 'int' in main.c`,
    `UndefinedBehaviorSanitizer: index NUM out of bounds for type 'int [NUM]' in main.c`,
    `UndefinedBehaviorSanitizer: load of address ADDR with insufficient space for an object of type 'int' in main.c`,
    `UndefinedBehaviorSanitizer: load of misaligned address ADDR for type 'const int', which requires NUM byte alignment in main.c`,
    'UndefinedBehaviorSanitizer: division by zero in main.c',
  ],
  'java-caused.log': ['java.lang.IllegalStateException: cannot load missing.conf'],
  'java-deadlock.log': ['Java-level deadlock in Deadlock.take'],
  'java-heap-exhausted.log': ['java.lang.OutOfMemoryError: Java heap space'],
  'java-killed.hs_err.log': ['JVM: SIGSEGV in libc.so.6'],
  'java-killed.log': ['JVM: SIGSEGV in libc.so.6'],
  'java-stack-overflow.log': ['java.lang.StackOverflowError'],
  'java-thread-uncaught.log': [
    'java.lang.ArrayIndexOutOfBoundsException: Index NUM out of bounds for length NUM',
  ],
  'java-uncaught.log': [
    'java.lang.NullPointerException: Cannot invoke "java.lang.Integer.intValue()" because the return value of "java.util.Map.get(Object)" is null',
  ],
  'java-unsafe-write.hs_err.log': ['JVM: SIGSEGV in Unsafe_PutLong'],
  'java-unsafe-write.log': ['JVM: SIGSEGV in Unsafe_PutLong'],
  'node-abort.log': ['Node.js native abort in main.js'],
  'node-assertion.log': ['AssertionError: Expected values to be strictly deep-equal'],
  'node-heap.log': ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  'node-uncaught.log': [`TypeError: Cannot read properties of undefined (reading 'price')`],
  'node-unhandled-rejection.log': ['Error: row NUM is gone'],
  'python-asyncio.log': [
    'ConnectionResetError: [Errno 104] Connection reset by peer',
    'ConnectionResetError: [Errno 104] Connection reset by peer',
  ],
  'python-chained.log': [`AttributeError: 'ConfigError' object has no attribute 'reason'`],
  'python-fatal-error.log': ['Fatal Python error: deallocating None in <module>'],
  'python-faulthandler.log': ['Fatal Python error: Segmentation fault in string_at'],
  'python-group.log': ['ExceptionGroup: bad lines (NUM sub-exceptions)'],
  'python-logging.log': ['IndexError: list index out of range'],
  'python-memory-error.log': ['MemoryError'],
  'python-recursion.log': ['RecursionError: maximum recursion depth exceeded'],
  'python-syntax-error.log': [`SyntaxError: expected ':'`],
  'python-thread.log': ['ZeroDivisionError: division by zero'],
  'python-traceback.log': [`KeyError: 'pear'`],
  'rust-add-overflow.log': ['panicked at main.rs: attempt to add with overflow'],
  'rust-alloc-error.log': ['memory allocation of NUM bytes failed'],
  'rust-double-panic.log': [
    'panicked at main.rs: bad frame',
    'panicked at main.rs: the lock is poisoned',
    'panicked at panicking.rs: panic in a destructor during cleanup',
  ],
  'rust-index.log': ['panicked at main.rs: index out of bounds: the len is NUM but the index is NUM'],
  'rust-refcell.log': ['panicked at main.rs: RefCell already borrowed'],
  'rust-segfault.log': ['Segmentation fault in app'],
  'rust-stack-overflow.log': ['fatal runtime error: stack overflow'],
  'rust-thread.log': ['panicked at main.rs: no samples'],
  'rust-unsafe-precondition.log': [
    'panicked at main.rs: unsafe precondition(s) violated: slice::from_raw_parts requires the pointer to be aligned and non-null, and the total size of the slice not to exceed `isize::MAX`',
  ],
  'rust-unwrap-err.log': [
    'panicked at main.rs: the table must be there: Os { code: NUM, kind: NotFound, message: "No such file or directory" }',
  ],
  'rust-unwrap-none.log': ['panicked at main.rs: called `Option::unwrap()` on a `None` value'],
};

describe('programs crashed on purpose', () => {
  for (const file of readdirSync(`${ROOT}program`).filter(name => !name.startsWith('go-'))) {
    it(file, () => {
      expect(titles(`program/${file}`)).toEqual(TITLES[file]);
    });
  }
});

describe("the kernel's lines about them", () => {
  it('debian-segfault.log', () => {
    expect(titles('kernel/debian-segfault.log')).toEqual([
      'segfault in sig',
      'segfault in sig',
      'general protection fault in sig',
      'trap invalid opcode in sig',
      'trap divide error in sig',
      'trap int3 in sig',
      'segfault in sig',
      'segfault in sig',
    ]);
  });

  it('are the only ones a kernel log has', () => {
    const others = readdirSync(`${ROOT}kernel`).filter(name =>
      /^(?:clean|fault|kasan|lkdtm|oom|rcu)/.test(name),
    );
    for (const file of others) {
      // A shell that the test module killed, at most.
      expect([file, titles(`kernel/${file}`).filter(title => title !== 'segfault in sh')]).toEqual([
        file,
        [],
      ]);
    }
  });
});

function titles(file: string): string[] {
  return readLog(readFileSync(`${ROOT}${file}`))
    .reports.filter(({ kind }) => kind === 'program-crash')
    .map(({ title }) => title);
}
