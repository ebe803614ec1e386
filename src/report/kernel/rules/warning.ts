import { CALL_TRACE } from '../patterns.js';
import type { Blame, Family, Rule } from '../rule.js';

/** The instruction the warning stands on, then who called. Before registers were printed with warnings, the trace alone. */
function from(skip?: RegExp): Blame {
  return {
    steps: ['pointer', CALL_TRACE, 'trace'],
    alone: true,
    ...(skip === undefined ? {} : { skip }),
  };
}

/** `WARNING: … at file.c:12 func+0x…` up to 6.17, `WARNING: file.c:12 at func+0x…, CPU#1: comm/123` since (kernel/panic.c, __warn). */
const in_ = (file: string, fn: string) =>
  new RegExp(String.raw`^WARNING: .{0,200}${file}:\d{1,7},? (?:at )?${fn}`);

function special(file: string, fn: string, title: string, skip: RegExp, type = 'WARNING'): Rule {
  return { says: in_(file, fn), title: `WARNING: ${title} in {fn}`, type, blame: from(skip) };
}

const RULES: readonly Rule[] = [
  special(
    String.raw`lib\/debugobjects\.c`,
    `(?:debug_print|debug_check)`,
    'ODEBUG bug',
    /debug_|free_object|^__debug|kobject_|init_timer|^init_work|^__init_work|^del_timer|^add_timer|^mod_timer|^timer_|^destroy_timer|^hrtimer_|^__init_|^rcu_head|call_rcu|percpu_counter/,
  ),
  special(String.raw`mm\/usercopy\.c`, 'usercopy_warn', 'bad usercopy', /usercopy|^__check/),
  special(String.raw`lib\/kobject\.c`, 'kobject_', 'kobject bug', /kobject_|sysfs_/),
  special(String.raw`fs\/proc\/generic\.c`, 'proc_register', 'proc registration bug', /^proc_/),
  special(
    String.raw`lib\/refcount\.c`,
    'refcount_',
    'refcount bug',
    /refcount|kobject_|^kref|^get_device|^put_device|^device_/,
    'REFCOUNT_WARNING',
  ),
  special(
    String.raw`kernel\/locking\/lockdep\.c`,
    'lock_|__lock_|.{0,40}lock',
    'locking bug',
    /lock_|_lock|lockdep/,
    'LOCKDEP',
  ),
  {
    says: in_(String.raw`mm\/[\w]{1,40}\.c`, `_{0,3}k.?.?malloc`),
    title: 'WARNING: kmalloc bug in {fn}',
    type: 'WARNING',
    blame: from(/kmalloc|kcalloc|krealloc|^__alloc|alloc_pages|kzalloc|vmalloc/),
  },
  {
    says: /^WARNING: .{1,300} usb_submit_urb/,
    title: 'WARNING in {fn}/usb_submit_urb',
    type: 'WARNING',
    blame: from(/^usb_submit_urb$|^usb_start_wait_urb|^usb_bulk_msg|^usb_interrupt_msg|^usb_control_msg/),
  },
  {
    says: /^WARNING: kernel stack regs at .{1,80} in .{1,80} has bad /,
    title: 'WARNING: kernel stack regs has bad value',
    type: '',
    traceless: true,
  },
  {
    says: /^WARNING: kernel stack frame pointer at .{1,80} in .{1,80} has bad value/,
    title: 'WARNING: kernel stack frame pointer has bad value',
    type: '',
    traceless: true,
  },
  {
    says: /^WARNING: CPU: \d{1,5} PID: \d{1,10} at [^ ]{1,300}:\d{1,7} /,
    title: 'WARNING in {fn}',
    type: 'WARNING',
    blame: from(),
  },
  { says: /^WARNING: at [^ ]{1,300}:\d{1,7}/, title: 'WARNING in {fn}', type: 'WARNING', blame: from() },
  {
    says: /^WARNING: (?:\[.{0,200}\] )?[^ ]{1,300}:\d{1,7} at [^ ]{1,300}, CPU#\d/,
    title: 'WARNING in {fn}',
    type: 'WARNING',
    blame: from(),
  },
];

export const warnings: readonly Family[] = [
  { opens: ['WARNING: CPU: ', 'WARNING: at ', 'WARNING: kernel stack'], rules: RULES },
  {
    // Since 6.16 the line begins with the file, and what is sure is its end.
    opens: [', CPU#'],
    lead: /^WARNING: (?:\[.{0,200}\] )?[^ ]{1,300}:\d{1,7} at [^ ]{1,300}$/,
    rules: RULES,
  },
];
