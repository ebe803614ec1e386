import { titleNames } from './names.js';

/**
 * Where a stall is caught is chance: the code loops, the watchdog fires somewhere in it. The name that stays the same from one report to
 * the next is the last one before the kernel's dispatching code: a file's or socket's operation, a timer, a work item, a system call.
 */
const DISPATCHERS = new RegExp(
  [
    // Work, timers, threads.
    'process_one_work|^kthread$|smpboot_thread_fn|run_ksoftirqd|ret_from_fork|start_secondary|cpu_startup_entry',
    'do_softirq|call_timer_fn|_run_timers|run_timer_softirq|hrtimer_run|tasklet_(?:hi_)?action|smp_call_function',
    // System calls.
    'do_(?:fast_)?syscall_|sysenter_dispatch|tracesys_phase2|el0_svc_handler|invoke_syscall|ret_fast_syscall',
    // Operations of files.
    'vfs_(?:read|write|iter_read|iter_write|ioctl|open)|do_iter_(?:read|write|readv_writev)|call_(?:read|write)_iter|new_sync_(?:read|write)',
    'ksys_ioctl|compat_(?:sys_)?ioctl|blkdev_(?:driver_)?ioctl|^call_mmap|mmap_region|do_mmap|do_dentry_open',
    // Operations of sockets.
    'netif_receive_skb|^sock_(?:sendmsg|recvmsg|release|mmap|do_ioctl|ioctl)|^__sock_release|^compat_sock_ioctl',
    '^setsockopt$|kernel_setsockopt|sock_common_setsockopt|^listen$|kernel_listen|^accept$|kernel_accept|sk_common_release',
    '^nfnetlink_rcv_msg|^rtnetlink_rcv_msg|^netlink_dump|^(?:sys_)?(?:socketpair|connect|ioctl)',
    // Page faults, and what is done on the way out of the kernel.
    '__do_fault|do_page_fault|^page_fault$|__fput|task_work_run|exit_to_usermode',
  ].join('|'),
);

/**
 * The representative of a stalled CPU's trace, or none when nothing in it dispatches.
 * @param generic functions that cannot be it
 */
export function stalled(names: readonly string[], generic: (name: string) => boolean): readonly string[] {
  let before: string | undefined;
  for (const name of names) {
    if (DISPATCHERS.test(name) || DISPATCHERS.test(titleNames(name)[0]!)) {
      // Waiting for other CPUs to answer is the same wherever it is waited.
      if (name.includes('smp_call_function'))
        return name === 'smp_call_function' ? [name] : ['smp_call_function', name];
      return [before ?? name];
    } else if (!generic(name)) before = name;
  }
  return [];
}

/** Waiting that many tasks do for one cause: grouped under one name. */
const RCU_WAIT = /synchronize_(?:rcu|srcu|net|sched)/;
const WAITS =
  /sched|_lock|_slowlock|down|rwsem|completion|kthread|wait|synchronize|context_switch|__switch_to|cancel_delayed_work|rcu_barrier/;

/** The representative of a task that hangs: its first function that is not waiting itself. */
export function hung(names: readonly string[]): readonly string[] {
  for (const name of names) {
    if (name.includes('rtnl_lock')) return [name];
    if (RCU_WAIT.test(name)) return name === 'synchronize_rcu' ? [name] : ['synchronize_rcu', name];
  }
  const name = names.find(one => !WAITS.test(one));
  return name === undefined ? [] : [name];
}

/** The timer interrupt in which a CPU notices that it does not come on, and the way into it on each architecture. */
const WATCHDOG =
  /^(?:rcu_check_callbacks|rcu_sched_clock_irq|rcu_dump_cpu_stacks|rcu_pending|watchdog_timer_fn|update_process_times|hrtimer_interrupt|tick_|dump_cpu_task|check_cpu_stall|print_cpu_stall|print_other_cpu_stall)/;
const INTERRUPT =
  /apic_timer_interrupt|^asm_call_(?:irq_)?on_stack|^call_on_stack|^do_softirq_own_stack|^irq_exit|^gic_handle_irq|^handle_percpu|handle_domain_irq|^generic_handle|^handle_irq|^call_on_irq_stack|^do_interrupt_handler|^el1|^__?irq_svc|^el0_irq|^do_irq|^do_IRQ|^handle_arch_irq|^riscv_|^do_external_interrupt|^ext_int_handler|^timer_interrupt|^decrementer_common|^hardware_interrupt_common|^arch_timer_handler|^handle_loongarch_irq|^do_vint|^constant_timer|^plat_irq_dispatch|^ret_from_exception|^handle_int|^asm_sysvec|^sysvec_/;

/** A trace with the watchdog's interrupt on top: what the interrupt stopped, innermost first. Null where no watchdog stands in it. */
export function beneathWatchdog(names: readonly string[]): readonly string[] | null {
  const noticed = names.findIndex(name => WATCHDOG.test(name));
  if (noticed < 0) return null;
  for (let i = noticed; i < names.length; i++) {
    if (!INTERRUPT.test(names[i]!)) continue;
    let end = i + 1;
    while (end < names.length && INTERRUPT.test(names[end]!)) end++;
    return names.slice(end);
  }
  return null;
}
