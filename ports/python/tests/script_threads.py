# SPDX-License-Identifier: Apache-2.0
"""Threads: locks, conditions, queues, pools, thread-local data, timers."""
import concurrent.futures
import queue
import threading
import time

total, lock = 0, threading.Lock()


def add(count):
    global total
    for _ in range(count):
        with lock:
            total += 1


threads = [threading.Thread(target=add, args=(1000,)) for _ in range(20)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total, threading.active_count())

jobs, results = queue.Queue(maxsize=2), queue.Queue()


def work():
    while (item := jobs.get()) is not None:
        results.put(item * item)
        jobs.task_done()


workers = [threading.Thread(target=work) for _ in range(3)]
for worker in workers:
    worker.start()
for number in range(50):
    jobs.put(number)
jobs.join()
for _ in workers:
    jobs.put(None)
for worker in workers:
    worker.join()
print(sum(results.get() for _ in range(50)))

with concurrent.futures.ThreadPoolExecutor(4) as pool:
    print(list(pool.map(lambda n: n ** 3, range(10))))

ready, seen = threading.Condition(), []


def wait():
    with ready:
        seen.append(ready.wait_for(lambda: "go" in seen, timeout=5))


waiter = threading.Thread(target=wait)
waiter.start()
time.sleep(0.01)
with ready:
    seen.append("go")
    ready.notify_all()
waiter.join()
print(seen)

local = threading.local()
local.value = "main"
threading.Thread(target=lambda: setattr(local, "value", "other")).start()
print(local.value, threading.Event().wait(timeout=0.05))
fired = threading.Event()
threading.Timer(0.02, fired.set).start()
print(fired.wait(timeout=5), lock.acquire(timeout=0.01), lock.acquire(timeout=0.01))
