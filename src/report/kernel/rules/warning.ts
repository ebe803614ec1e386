import { CALL_TRACE } from '../patterns.js';
import type { Blame, Family, Rule } from '../rule.js';

/** The instruction the warning stands on, then who called. Before registers were printed with warnings, the trace alone. */
function from(skip?: RegExp): Blame {
  return { steps: ['pointer', CALL_TRACE, 'trace'], ...(skip === undefined ? {} : { skip }) };
}

/** What stands before the file: `CPU: 1 PID: 12 at ` up to 6.15, the condition in brackets since 6.18; and the path to the source tree. */
const HEAD = String.raw`^WARNING: (?:CPU: \d{1,5} PID: \d{1,10} at |at )?(?:\[[^\]]{0,300}\] )?(?:[^ ]{0,200}\/)?`;

/**
 * Where a warning of a library is about its caller. The place is `at lib/x.c:12 func+0x…` up to 6.15, `lib/x.c:12 at func+0x…, CPU#1: …`
 * since (kernel/panic.c, __warn).
 */
function library(file: string, fn: string, title: string, skip: RegExp, type = 'WARNING'): Rule {
  return {
    says: new RegExp(String.raw`${HEAD}${file}:\d{1,7} (?:${fn}|at )`),
    title: `WARNING: ${title} in {fn}`,
    type,
    blame: from(skip),
  };
}

const RULES: readonly Rule[] = [
  library(
    String.raw`lib\/debugobjects\.c`,
    'debug_print|debug_check',
    'ODEBUG bug',
    /debug_|rcu|hrtimer_|timer_|work_|percpu_|vunmap|vfree|__free_|kobject_/,
  ),
  library(String.raw`mm\/usercopy\.c`, 'usercopy_warn', 'bad usercopy', /usercopy|__check/),
  library(String.raw`lib\/kobject\.c`, 'kobject_', 'kobject bug', /kobject_/),
  library(String.raw`fs\/proc\/generic\.c`, 'proc_register', 'proc registration bug', /proc_/),
  library(String.raw`lib\/refcount\.c`, 'refcount_', 'refcount bug', /refcount|kobject_/, 'REFCOUNT_WARNING'),
  {
    says: new RegExp(String.raw`${HEAD}kernel\/locking\/lockdep\.c:\d{1,7} (?:at )?[\w.]{0,60}lock_`),
    title: 'WARNING: locking bug in {fn}',
    type: 'LOCKDEP',
    blame: from(/lock_sock|release_sock/),
  },
  {
    says: new RegExp(String.raw`${HEAD}mm\/[\w/-]{1,60}\.c:\d{1,7} (?:at )?k?\w?malloc`),
    title: 'WARNING: kmalloc bug in {fn}',
    type: 'WARNING',
    blame: from(/kmalloc|krealloc|slab|kmem/),
  },
  {
    says: new RegExp(String.raw`${HEAD}mm\/vmalloc\.c:\d{1,7} (?:at )?__vmalloc_node`),
    title: 'WARNING: zero-size vmalloc in {fn}',
    type: 'WARNING',
    blame: from(),
  },
  {
    says: new RegExp(String.raw`${HEAD}drivers\/usb\/core\/urb\.c:\d{1,7} (?:at )?usb_submit_urb`),
    title: 'WARNING in {fn}/usb_submit_urb',
    type: 'WARNING',
    blame: from(/usb_submit_urb|usb_start_wait_urb|usb_bulk_msg|usb_interrupt_msg|usb_control_msg/),
  },
  {
    says: /^WARNING: (?:CPU: \d{1,5} PID: \d{1,10} )?at [^ ]{1,300}:\d{1,7},? /,
    title: 'WARNING in {fn}',
    type: 'WARNING',
    blame: from(),
  },
  {
    says: /^WARNING: (?:\[.{0,300}\] )?[^ ]{1,300}:\d{1,7} at \S/,
    title: 'WARNING in {fn}',
    type: 'WARNING',
    blame: from(),
  },
  {
    says: /^WARNING: kernel stack regs at [0-9a-f]{1,16} in [^ ]{0,80} has bad ('[^']{1,10}') value/,
    title: 'WARNING: kernel stack regs has bad {1} value',
    type: '',
    traceless: true,
  },
  {
    says: /^WARNING: kernel stack frame pointer at [0-9a-f]{1,16} in [^ ]{0,80} has bad value/,
    title: 'WARNING: kernel stack frame pointer has bad value',
    type: '',
    traceless: true,
  },
  // With addresses hidden (`(ptrval)`, kptr_restrict).
  {
    says: /^WARNING: kernel stack (?:regs|frame pointer) .{1,120} has bad /,
    title: 'WARNING: kernel stack regs has bad value',
    type: '',
    traceless: true,
  },
];

/** kernel/panic.c (__warn), and the checks whose warnings are about their callers. */
export const warnings: readonly Family[] = [
  { opens: ['WARNING: CPU: ', 'WARNING: at ', 'WARNING: kernel stack'], rules: RULES },
  {
    // Since 6.16 the line begins with the file, and what is sure is its end.
    opens: [', CPU#'],
    lead: /^WARNING: (?:\[.{0,300}\] )?[^ ]{1,300}:\d{1,7} at [^ ]{1,300}$/,
    rules: RULES,
  },
];
