// SPDX-License-Identifier: GPL-2.0
/*
 * kulprit_fault: make the faults that LKDTM has no trigger for.
 * Built into a throw-away guest kernel; write a name to
 * <debugfs>/kulprit_fault to set one off.
 */
#include <linux/cdev.h>
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

struct packet {
	struct list_head list;
	int len;
	char data[40];
	void (*done)(struct packet *p);
};

static struct kmem_cache *packet_cache;
static volatile long zero;
static volatile int big = 99;

static noinline struct packet *packet_get(void)
{
	struct packet *p = kmem_cache_alloc(packet_cache, GFP_KERNEL);

	if (p) {
		memset(p, 0, sizeof(*p));
		INIT_LIST_HEAD(&p->list);
	}
	return p;
}

static noinline void packet_put(struct packet *p)
{
	kmem_cache_free(packet_cache, p);
}

/* -- memory ------------------------------------------------------------- */

static noinline int packet_len(struct packet *p)
{
	return READ_ONCE(p->len);
}

static void uaf_read(void)
{
	struct packet *p = packet_get();

	packet_put(p);
	pr_info("len %d\n", packet_len(p));
}

static void uaf_write(void)
{
	struct packet *p = packet_get();

	packet_put(p);
	WRITE_ONCE(p->len, 1);
}

static noinline void packet_fill(char *to, int n)
{
	int i;

	for (i = 0; i < n; i++)
		WRITE_ONCE(to[i], i);
}

static void slab_oob(void)
{
	char *p = kmalloc(56, GFP_KERNEL);

	packet_fill(p, 57);
	kfree(p);
}

/* Allocate until the sampling allocator hands one out, as load would. */
static void sampled_oob(void)
{
	int i;

	for (i = 0; i < 3000; i++) {
		char *p = kmalloc(64, GFP_KERNEL);

		READ_ONCE(p[64]);
		kfree(p);
		if (!(i % 100))
			msleep(1);
	}
}

static void sampled_uaf(void)
{
	int i;

	for (i = 0; i < 3000; i++) {
		struct packet *p = packet_get();

		packet_put(p);
		packet_len(p);
		if (!(i % 100))
			msleep(1);
	}
}

static void stack_oob(void)
{
	char buf[16];

	OPTIMIZER_HIDE_VAR(big);
	packet_fill(buf, 17 + (big & 3));
}

static int table[8];
static void global_oob(void)
{
	int *p = table;

	OPTIMIZER_HIDE_VAR(p);
	pr_info("entry %d\n", READ_ONCE(p[9]));
}

static void vmalloc_oob(void)
{
	char *p = vmalloc(4096 - 8);

	pr_info("byte %d\n", READ_ONCE(p[4096]));
	vfree(p);
}

static void double_free(void)
{
	struct packet *p = packet_get();

	packet_put(p);
	packet_put(p);
}

static void bad_free(void)
{
	char *p = kmalloc(64, GFP_KERNEL);

	kfree(p + 8);
}

static void leak(void)
{
	int i;

	for (i = 0; i < 4; i++) {
		struct packet *p = packet_get();

		OPTIMIZER_HIDE_VAR(p);
	}
}

static void gpf(void)
{
	struct packet *p = (void *)0xdead4ead00000100UL;

	OPTIMIZER_HIDE_VAR(p);
	pr_info("len %d\n", packet_len(p));
}

static void null_deref(void)
{
	struct packet *p = NULL;

	OPTIMIZER_HIDE_VAR(p);
	pr_info("len %d\n", packet_len(p));
}

static noinline void packet_done(struct packet *p)
{
	p->done(p);
}

static void null_call(void)
{
	struct packet *p = packet_get();

	packet_done(p);
}

static void poison_list(void)
{
	struct packet *a = packet_get();
	LIST_HEAD(head);

	list_add(&a->list, &head);
	list_del(&a->list);
	list_del(&a->list);
}

static void bad_page_state(void)
{
	struct page *page = alloc_page(GFP_KERNEL);

	page->mapping = (void *)0x1234;
	__free_page(page);
}

static void big_alloc(void)
{
	void *p = kmalloc(1 << 23, GFP_ATOMIC);

	pr_info("allocated %d\n", p != NULL);
	kfree(p);
}

/* Take every free page in small pieces, without reclaim, until one fails. */
static void atomic_alloc(void)
{
	unsigned long page, next = 0;

	for (;;) {
		page = __get_free_pages(GFP_ATOMIC, 0);
		if (!page)
			break;
		*(unsigned long *)page = next;
		next = page;
	}
	while (next) {
		page = next;
		next = *(unsigned long *)page;
		free_pages(page, 0);
	}
}

/* -- arithmetic --------------------------------------------------------- */

static void divide(void)
{
	pr_info("%ld\n", 100 / zero);
}

static void opcode(void)
{
	asm volatile("ud2");
}

static void shift(void)
{
	pr_info("%d\n", 1 << big);
}

static int small_table[4];
static void index_oob(void)
{
	pr_info("%d\n", small_table[big - 94]);
}

static void load_bool(void)
{
	union { u8 raw; bool flag; } u;

	u.raw = big;
	OPTIMIZER_HIDE_VAR(u.raw);
	pr_info("%d\n", u.flag ? 1 : 2);
}

static noinline int recurse(int n)
{
	char buf[256];

	buf[0] = n;
	OPTIMIZER_HIDE_VAR(n);
	barrier_data(buf);
	return recurse(n + 1) + buf[0];
}

static void recursion(void)
{
	pr_info("%d\n", recurse(0));
}

/* -- locks -------------------------------------------------------------- */

static DEFINE_MUTEX(lock_a);
static DEFINE_MUTEX(lock_b);
static DEFINE_SPINLOCK(spin);
static DEFINE_SPINLOCK(irq_spin);

static void abba(void)
{
	mutex_lock(&lock_a);
	mutex_lock(&lock_b);
	mutex_unlock(&lock_b);
	mutex_unlock(&lock_a);
	mutex_lock(&lock_b);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	mutex_unlock(&lock_b);
}

static void recursive_lock(void)
{
	mutex_lock(&lock_a);
	mutex_lock(&lock_a);
}

static void tick(struct timer_list *t)
{
	spin_lock(&irq_spin);
	spin_unlock(&irq_spin);
}
static DEFINE_TIMER(ticker, tick);

static void irq_lock(void)
{
	mod_timer(&ticker, jiffies + 2);
	msleep(50);
	spin_lock(&irq_spin);
	spin_unlock(&irq_spin);
}

static void unbalanced(void)
{
	mutex_unlock(&lock_a);
}

static void unlock_twice(void)
{
	spin_lock(&spin);
	spin_unlock(&spin);
	spin_unlock(&spin);
}

static void leave_locked(void)
{
	mutex_lock(&lock_a);
}

static void sleep_atomic(void)
{
	spin_lock(&spin);
	msleep(5);
	spin_unlock(&spin);
}

static void might(void)
{
	spin_lock(&spin);
	kfree(kmalloc(64, GFP_KERNEL));
	spin_unlock(&spin);
}

static void wait_context(void)
{
	spin_lock(&spin);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	spin_unlock(&spin);
}

static void free_held(void)
{
	struct mutex *m = kmalloc(sizeof(*m), GFP_KERNEL);

	mutex_init(m);
	mutex_lock(m);
	kfree(m);
}

static int __rcu *shared;
static void rcu_usage(void)
{
	int *p = rcu_dereference(shared);

	pr_info("%d\n", p != NULL);
}

static void timer_free(void)
{
	struct timer_list *t = kmalloc(sizeof(*t), GFP_KERNEL);

	timer_setup(t, tick, 0);
	mod_timer(t, jiffies + 100000);
	kfree(t);
}

static int holder(void *arg)
{
	mutex_lock(&lock_b);
	ssleep(1000);
	return 0;
}

static void hung(void)
{
	kthread_run(holder, NULL, "packetd");
	msleep(100);
	mutex_lock(&lock_b);
}

/* -- stalls ------------------------------------------------------------- */

static void rcu_stall(void)
{
	unsigned long until = jiffies + 14 * HZ;

	rcu_read_lock();
	while (time_before(jiffies, until))
		cpu_relax();
	rcu_read_unlock();
}

static void irqs_off(void)
{
	unsigned long flags;
	int i;

	local_irq_save(flags);
	for (i = 0; i < 9000; i++)
		mdelay(1);
	local_irq_restore(flags);
}

static void soft_lockup(void)
{
	int i;

	preempt_disable();
	for (i = 0; i < 30000; i++)
		mdelay(1);
	preempt_enable();
}

static void slow_work(struct work_struct *w)
{
	int i;

	for (i = 0; i < 30000; i++)
		mdelay(1);
}
static DECLARE_WORK(stuck, slow_work);
static DECLARE_WORK(behind, slow_work);

static void workqueue(void)
{
	schedule_work_on(1, &stuck);
	ssleep(1);
	schedule_work_on(1, &behind);
	ssleep(20);
}

/* -- contexts ----------------------------------------------------------- */

static void bad_tick(struct timer_list *t)
{
	null_deref();
}
static DEFINE_TIMER(bad_ticker, bad_tick);

static void in_interrupt_context(void)
{
	mod_timer(&bad_ticker, jiffies + 2);
	msleep(100);
}

static void bad_work(struct work_struct *w)
{
	null_deref();
}
static DECLARE_WORK(bad, bad_work);

static void in_worker(void)
{
	schedule_work(&bad);
	msleep(200);
}

static int dies(void *arg)
{
	null_deref();
	return 0;
}

static void in_thread(void)
{
	kthread_run(dies, NULL, "packetd/0");
	msleep(200);
}

static struct completion all_go;
static atomic_t left;
static int warns(void *arg)
{
	wait_for_completion(&all_go);
	WARN(1, "packet queue %ld is stuck\n", (long)arg);
	atomic_dec(&left);
	return 0;
}

/* Several processors report at once, so that their lines mix. */
static void many_warns(void)
{
	long i;

	init_completion(&all_go);
	atomic_set(&left, 4);
	for (i = 0; i < 4; i++) {
		struct task_struct *t = kthread_create(warns, (void *)i, "packetd/%ld", i);

		kthread_bind(t, i % num_online_cpus());
		wake_up_process(t);
	}
	msleep(20);
	complete_all(&all_go);
	while (atomic_read(&left))
		msleep(10);
}

static void warn_once(void)
{
	WARN_ON_ONCE(big);
}

static void oops_twice(void)
{
	kthread_run(dies, NULL, "packetd/0");
	msleep(200);
	null_call();
}

/* -- races -------------------------------------------------------------- */

static long counter;
static noinline void count_up(void)
{
	counter++;
}

static int racer(void *arg)
{
	int i;

	for (i = 0; i < 200000 && !kthread_should_stop(); i++)
		count_up();
	while (!kthread_should_stop())
		msleep(1);
	return 0;
}

static void lost_count(void)
{
	struct task_struct *t = kthread_run(racer, NULL, "racer/0");
	int i;

	for (i = 0; i < 200000; i++)
		count_up();
	kthread_stop(t);
}

static const struct {
	const char *name;
	void (*run)(void);
} faults[] = {
#define F(f) { #f, f }
	F(uaf_read), F(uaf_write), F(slab_oob), F(sampled_oob), F(sampled_uaf), F(stack_oob),
	F(global_oob), F(vmalloc_oob), F(double_free), F(bad_free), F(leak), F(gpf), F(null_deref),
	F(null_call), F(poison_list), F(bad_page_state), F(big_alloc), F(atomic_alloc), F(divide),
	F(opcode), F(shift), F(index_oob), F(load_bool), F(recursion), F(abba), F(recursive_lock),
	F(irq_lock), F(unbalanced), F(unlock_twice), F(leave_locked), F(sleep_atomic), F(might),
	F(wait_context), F(free_held), F(rcu_usage), F(timer_free), F(hung), F(rcu_stall),
	F(irqs_off), F(soft_lockup), F(workqueue), F(in_interrupt_context), F(in_worker),
	F(in_thread), F(many_warns), F(warn_once), F(oops_twice), F(lost_count),
};

static ssize_t fault_write(struct file *file, const char __user *from, size_t n, loff_t *pos)
{
	char name[32];
	size_t i;

	if (n >= sizeof(name))
		return -EINVAL;
	if (copy_from_user(name, from, n))
		return -EFAULT;
	name[n] = 0;
	strim(name);
	for (i = 0; i < ARRAY_SIZE(faults); i++) {
		if (!strcmp(name, faults[i].name)) {
			faults[i].run();
			return n;
		}
	}
	return -ENOENT;
}

static const struct file_operations fault_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = fault_write,
};

static int __init kulprit_fault_init(void)
{
	packet_cache = kmem_cache_create("packet_cache", sizeof(struct packet), 0,
					 0, NULL);
	debugfs_create_file("kulprit_fault", 0200, NULL, NULL, &fault_fops);
	return 0;
}
late_initcall(kulprit_fault_init);
