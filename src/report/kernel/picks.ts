/**
 * Where a stall is caught is chance: the code loops, the watchdog fires somewhere in it. The name that stays the same from one report to
 * the next is the last one before the kernel's dispatching code: a file's or socket's operation, a timer, a work item, a system call.
 */
export const DISPATCHERS =
  /process_one_work|do_syscall_|do_fast_syscall_|do_int80_syscall|sysenter_dispatch|tracesys_phase2|entry_SYSCALL|el0_svc|invoke_syscall|ret_fast_syscall|syscall_handler|system_call_exception|netif_receive_skb|napi_poll|net_rx_action|do_softirq|handle_softirqs|tasklet_action|call_timer_fn|_run_timers|expire_timers|run_timer_|hrtimer_run|hrtimer_interrupt|run_ksoftirqd|smpboot_thread_fn|^kthread$|start_secondary|cpu_startup_entry|ret_from_fork|^vfs_write$|^vfs_read$|^__vfs_read$|^__vfs_write$|^new_sync_(?:read|write)$|vfs_iter_|do_iter_(?:read|write|readv)|^call_(?:read|write)_iter|^loop_rw_iter|vfs_ioctl|do_vfs_ioctl|blkdev_ioctl|blkdev_driver_ioctl|compat_ksys_ioctl|compat_sys_ioctl|^call_mmap|mmap_region|^do_mmap|do_dentry_open|vfs_open|vfs_fallocate|vfs_fsync|sock_sendmsg|sock_recvmsg|sock_write_iter|sock_read_iter|sock_release|sock_close|__sys_setsockopt|__sys_getsockopt|sock_common_setsockopt|sock_common_getsockopt|sock_do_ioctl|kernel_setsockopt|^__do_fault$|^do_page_fault$|^__do_page_fault$|^page_fault$|do_user_addr_fault|exc_page_fault|task_work_run|exit_to_usermode|exit_to_user_mode|^__fput$|^do_exit$|smp_call_function|do_init_?call|do_one_initcall/;

/** The representative of a stalled CPU's trace, or none when nothing in it dispatches. */
export function stalled(names: readonly string[]): readonly string[] {
  let before = names[0];
  for (const name of names) {
    if (DISPATCHERS.test(name)) {
      // Waiting for other CPUs to answer is the same wherever it is waited.
      if (name.includes('smp_call_function'))
        return name === 'smp_call_function' ? [name] : ['smp_call_function', name];
      return before === undefined ? [] : [before];
    }
    before = name;
  }
  return [];
}

/** Waiting that many tasks do for one cause: grouped under one name. */
const RCU_WAIT = /^synchronize_(?:rcu|srcu|net|sched)/;
const WAITS =
  /sched|_lock|_slowlock|down|rwsem|completion|kthread|wait|synchronize|context_switch|__switch_to|cancel_delayed_work|rcu_barrier/;

/** The representative of a task that hangs: its first function that is not waiting itself. */
export function hung(names: readonly string[]): readonly string[] {
  for (const name of names) {
    if (name.startsWith('rtnl_lock')) return [name];
    if (RCU_WAIT.test(name)) return name === 'synchronize_rcu' ? [name] : ['synchronize_rcu', name];
  }
  const name = names.find(one => !WAITS.test(one));
  return name === undefined ? [] : [name];
}
