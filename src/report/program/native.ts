import type { Frame } from '../types.js';

/**
 * Functions at the top of a crashed stack that only carry the news: raising the signal, glibc's and libstdc++'s ways to abort, the
 * allocator that found the damage, sanitizers' interceptors, and the C library's copying and comparing for which the caller answers.
 */
const MESSENGERS = new Set(
  `raise gsignal abort kill tgkill __kill __raise pthread_kill __pthread_kill __pthread_kill_implementation
   __pthread_kill_internal __libc_message __libc_message_impl __libc_fatal malloc_printerr _int_free _int_malloc _int_realloc _int_memalign
   _int_free_merge_chunk _int_free_create_chunk _int_free_maybe_consolidate _int_free_chunk unlink_chunk sysmalloc malloc_consolidate
   munmap_chunk free malloc realloc calloc cfree tcache_put tcache_get __libc_free __libc_malloc __libc_calloc __libc_realloc
   __assert_fail __assert_fail_base __assert_perror_fail __assert __stack_chk_fail __fortify_fail __chk_fail __fortify_fail_abort
   __cxa_throw __cxa_rethrow __cxa_pure_virtual __cxa_call_terminate __cxa_bad_cast std::terminate std::rethrow_exception
   g_assertion_message g_assertion_message_expr g_logv g_log g_log_structured_array g_log_default_handler _g_log_abort
   __restore_rt __sigaction killpg __syscall_cancel __select abort_message demangling_terminate_handler
   __libc_start_call_main __libc_start_main __libc_start_main_impl _start`.split(/\s+/),
);
const INTERCEPTOR = /^_{0,3}(?:interceptor_|asan_|hwasan_|tsan_|msan_|lsan_|ubsan_|sanitizer_|GI_)/;
const LIBC_TEXT = /^__?(?:mem|str|wcs|wmem|raw)[a-z]{2,12}(?:_|$)/;
const PLAIN_TEXT =
  /^(?:mem(?:cpy|move|set|cmp|chr|pcpy)|str(?:len|nlen|cpy|ncpy|cmp|ncmp|cat|ncat|dup|ndup|chr|rchr|str|tol|toul)|operator (?:new|delete)(?:\[\])?)\b/;

/** Whether a function only carries the news of a crash and is not to blame for it. */
export function isMessenger(name: string): boolean {
  const plain = name.replace(/^__GI_{1,3}/, '').replace(/@.{0,40}$/, '');
  const bare = plain.includes('(') ? plain.slice(0, plain.indexOf('(')) : plain;
  return (
    MESSENGERS.has(bare) ||
    MESSENGERS.has(plain) ||
    INTERCEPTOR.test(plain) ||
    LIBC_TEXT.test(plain) ||
    PLAIN_TEXT.test(plain) ||
    plain.startsWith('__gnu_cxx::__verbose_terminate_handler') ||
    plain.startsWith('__cxxabiv1::') ||
    plain.startsWith('__sanitizer::') ||
    plain.startsWith('std::__throw_') ||
    plain === '<signal handler called>' ||
    plain === 'n/a' ||
    plain === '??' ||
    plain === ''
  );
}

/** The first frame that can be to blame; without one the first that has a name. */
export function blamedFrame(frames: readonly Frame[]): Frame | undefined {
  return (
    frames.find(({ function: name }) => !isMessenger(name)) ??
    frames.find(({ function: name }) => name !== '' && name !== 'n/a' && name !== '??')
  );
}

/** A C++ name without its arguments and template arguments' noise: `ns::Class::method`. */
export function shortName(name: string): string {
  let depth = 0;
  for (let i = 0; i < name.length && i < 2000; i++) {
    const char = name[i];
    if (char === '<') depth++;
    else if (char === '>' && depth > 0) depth--;
    else if (char === '(' && depth === 0 && i > 0) {
      if (name.startsWith('(anonymous namespace)', i)) i += '(anonymous namespace)'.length - 1;
      else if (name.startsWith('operator', i - 8)) i++;
      else return name.slice(0, i).trim();
    }
  }
  return name.trim();
}
