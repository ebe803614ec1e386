/**
 * Functions that stand in a trace without being to blame: they check, report, allocate, copy, lock, wait, print or pass on. By purpose, so
 * that a new one has an obvious place; patterns matched anywhere in the name unless anchored, names without compiler suffixes.
 *
 * Titles are only of use when they are the ones under which a bug is discussed, so the choice follows the convention of syzkaller's titles
 * (github.com/google/syzkaller, pkg/report/linux.go) wherever it has one.
 */
const PARTS: readonly (readonly string[])[] = [
  // What prints the report, and what a trap goes through before.
  [
    '(?:dump|show|walk)_stack',
    'dump_backtrace',
    'unwind_backtrace',
    'panic',
    '__warn',
    'warn_(?:slowpath|alloc|bogus)',
  ],
  [
    '(?:report|fixup|handle)_bug',
    '^(?:bug|brk)_handler',
    '^bug_get_file_line',
    'print_(?:report|address_description|usage_bug|unlock|tainted|hex_dump)',
  ],
  [
    '^get_taint$',
    'invalid_op',
    'do_error',
    'do_trap|_trap$',
    'program_check_(?:exception|common)',
    '__fortify_report',
    'assertfail',
  ],
  [
    '^die(?:_|$)',
    '^__die',
    '^(?:no_context|bad_area|page_fault_oops|kernelmode_fixup_or_oops)',
    'do_(?:kernel|translation)_fault',
    'do_mem_abort',
  ],
  [
    '^do_debug_exception',
    '^do_undefinstr',
    '^el1_(?:abort|undef|dbg)',
    '^el1h_64_sync',
    '^exc_',
    '^asm_exc_',
    'stack_trace_(?:save|consume_entry)',
    'arch_stack_walk',
  ],
  // Sanitizers and debugging aids.
  [
    '__sanitizer',
    '__asan',
    'kasan',
    'hwasan',
    '__msan',
    'kmsan',
    'kcsan_setup_watchpoint',
    '__ubsan',
    'kfence',
  ],
  [
    'check_memory_region',
    'check_(?:heap_)?object',
    'read_word_at_a_time',
    '(?:read|write)_once_[a-z0-9_]{0,40}nocheck',
    'instrument_',
    '__phys_addr',
  ],
  [
    'debug_object',
    '(?:timer|work)_is_static_object',
    'might_(?:fault|sleep|resched)',
    'ref_tracker',
    'seqprop_assert',
    'perf_trace',
  ],
  // Counting and bits.
  [
    '^refcount_',
    '^kref_',
    'atomic(?:64)?_(?:dec|inc|read|set|or|xor|and|add|sub|fetch|xchg|cmpxchg|try)',
    '(?:set|clear|change|test)_bit',
  ],
  // Locks, and what watches over them.
  [
    'lockdep',
    'lock_(?:acquire|release|class)',
    'mark_lock',
    '(?:reacquire|mark)_held_locks',
    'imbalance_bug',
    '(?:trace|lockdep)_(?:hard|soft)irq',
  ],
  [
    'spin_(?:lock|trylock|unlock)',
    'raw_spin_rq',
    '(?:read|write)_(?:lock|trylock|unlock)',
    '^down$',
    'down_(?:read|write|trylock)',
    'up_(?:read|write)',
  ],
  [
    '^(?:__)?mutex_',
    '^rt_mutex_',
    'owner_on_cpu',
    'osq_(?:lock|unlock)',
    'bh_(?:enable|disable)',
    '^(?:un)?lock_page',
  ],
  // Waiting, waking, work and timers: told by who asks for them.
  ['__wake_up', '^complete$', 'finish_wait', 'wait_for_completion', 'kthread_stop', 'cleanup_srcu_struct'],
  [
    'flush_work',
    'queue_work',
    'insert_work',
    '__queue_delayed_work',
    'queue_delayed_work_on',
    '__cancel_work_timer',
    'cancel_work_sync',
    'try_to_grab_pending',
  ],
  [
    '(?:drain|destroy)_workqueue',
    'del_timer',
    '__timer_delete_sync',
    'lock_timer_base',
    '__mod_timer',
    'sk_stop_timer_sync',
  ],
  // Memory and the page cache.
  [
    'k?v?(?:m|z|c)alloc',
    'krealloc',
    '^kv?free$',
    'kfree_skb',
    'kmem_cache',
    'allocate_slab',
    'slab_',
    'memdup',
    'alloc_page',
    'alloc_frozen_pages',
  ],
  [
    'folio_(?:alloc|unlock)',
    '(?:filemap_alloc|__filemap_get)_folio',
    'find_or_create_page',
    'do_read_cache_folio',
    'read_cache_page',
    'pagecache_get_page',
  ],
  [
    'grab_cache_page_write_begin',
    'find_lock_entries',
    'truncate_inode_pages_range',
    'extract_(?:user|iter)_to_sg',
    'ida_free',
    'xas_(?:start|load|find)',
  ],
  // Copying, strings, printing.
  [
    'mem(?:cmp|set|chr|move)',
    'memcpy(?!_to_?iovec|_from_?iovec)',
    'copy_(?:to|from)_(?:user|iter)',
    'copy_page_(?:to|from)_iter',
    'copy_folio_to_iter',
    '^copy(?:in|out)$',
    '(?:put|get)_user',
  ],
  [
    'strn?cmp',
    'str[lns]?cpy',
    'strscpy',
    'strn?len',
    'strn?str',
    'strchr',
    'strn?dup',
    'string',
    'pointer',
    'snprintf',
    'scnprintf',
    'k?asprintf',
  ],
  [
    'printk',
    'va_format',
    'hex_dump_to_buffer',
    'dev_(?:info|notice|warn|err|alert|crit|emerg)',
    '^crc\\d',
    'crc_itu_t',
  ],
  // Lists, trees, tables.
  ['list_(?:add|del|replace|move|splice)', '^(?:__)?rb_', '^klist_', 'rhashtable_lookup', '_indirect_thunk_'],
  // Objects that go away: the driver that lets go is the one.
  [
    'kobject_',
    'add_uevent_var',
    'get_device_parent',
    'device_(?:add|del|unregister|destroy|release|for_each_child|remove_file)',
    '^put_device$',
    'devres_release_all',
  ],
  [
    'sysfs_remove',
    'hwrng_unregister',
    'i2c_del_adapter',
    '__unregister_client',
    'rollback_registered',
    'unregister_netdev',
    'tty_unregister_device',
  ],
  ['^iput(?:_final)?$', '^ihold$', 'dput', 'drop_nlink'],
  // USB requests and registers of devices.
  [
    'usb_(?:kill_urb|kill_anchored_urbs|control_msg|hcd_submit_urb|submit_urb)',
    'dummy_urb_enqueue',
    '(?:read|write)[bwlq]$',
    'logic_(?:in|out)',
  ],
];

const GENERIC = new RegExp(PARTS.flat().join('|'));
const known = new Map<string, boolean>();

/** Whether a function says nothing of the cause by standing in a trace. */
export function isGeneric(name: string): boolean {
  let answer = known.get(name);
  if (answer === undefined) {
    answer = GENERIC.test(name);
    // Names come from logs: what is remembered must stay small.
    if (known.size > 20_000) known.clear();
    known.set(name, answer);
  }
  return answer;
}
