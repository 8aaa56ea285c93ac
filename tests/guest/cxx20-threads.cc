// SPDX-License-Identifier: Apache-2.0
//
// C++20's threads: jthread and stop tokens, latch, barrier, semaphores, waiting
// on atomics, condition_variable_any that can be stopped.
//
// FLAGS: -std=c++20 -pthread
// NATIVE
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stop_token>
#include <thread>
#include <vector>

#define check(condition)                                                       \
	do {                                                                   \
		if (!(condition)) {                                            \
			std::fprintf(stderr, "%s:%d: failed: %s\n", __FILE__,  \
			    __LINE__, #condition);                             \
			std::exit(1);                                          \
		}                                                              \
	} while (0)

using namespace std::chrono_literals;

static void stopping()
{
	std::condition_variable_any changed;
	std::mutex mutex;
	bool asked = false, woken = false;

	{
		std::jthread worker([&](std::stop_token token) {
			std::unique_lock lock(mutex);

			woken =
			    !changed.wait(lock, token, [] { return false; });
		});
		std::stop_callback callback(
		    worker.get_stop_token(), [&] { asked = true; });

		std::this_thread::sleep_for(1ms);
		check(worker.request_stop() && asked);
	}
	check(woken);
}

static void latches()
{
	constexpr int count = 20;
	std::latch ready(count), go(1);
	std::atomic<int> passed = 0;
	std::vector<std::jthread> threads;

	for (int i = 0; i < count; i++) {
		threads.emplace_back([&] {
			ready.count_down();
			go.wait();
			passed++;
		});
	}
	ready.wait();
	check(passed == 0 && ready.try_wait());
	go.count_down();
	threads.clear();
	check(passed == count);
}

static void barriers()
{
	constexpr int count = 5, rounds = 100;
	int completed = 0;
	std::atomic<int> arrived = 0;
	bool in_step = true;
	std::barrier meeting(count, [&]() noexcept {
		completed++;
		in_step = in_step && arrived == count * completed;
	});
	std::vector<std::jthread> threads;

	for (int i = 0; i < count; i++) {
		threads.emplace_back([&] {
			for (int j = 0; j < rounds; j++) {
				arrived++;
				meeting.arrive_and_wait();
			}
		});
	}
	threads.clear();
	check(completed == rounds && in_step);
}

static void semaphores()
{
	std::counting_semaphore<3> room(3);
	std::binary_semaphore done(0);
	std::atomic<int> inside = 0, most = 0;
	std::vector<std::jthread> threads;

	for (int i = 0; i < 10; i++) {
		threads.emplace_back([&] {
			room.acquire();
			int now = ++inside, seen = most;

			while (now > seen &&
			       !most.compare_exchange_weak(seen, now))
				;
			std::this_thread::sleep_for(1ms);
			inside--;
			room.release();
		});
	}
	threads.clear();
	check(most >= 1 && most <= 3 && inside == 0);
	check(!done.try_acquire() && !done.try_acquire_for(1ms));
	done.release();
	check(done.try_acquire_until(std::chrono::steady_clock::now() + 1ms));
}

static void waiting_on_atomics()
{
	std::atomic<int> turn = 0;
	std::atomic_flag flag;
	constexpr int rounds = 1000;
	long sum = 0;
	std::jthread other([&] {
		for (int i = 0; i < rounds; i++) {
			turn.wait(0);
			sum = sum * 3 % 1000003 + i;
			turn = 0;
			turn.notify_one();
		}
		flag.test_and_set();
		flag.notify_all();
	});

	for (int i = 0; i < rounds; i++) {
		sum = sum * 5 % 1000003 + i;
		turn = 1;
		turn.notify_one();
		turn.wait(1);
	}
	flag.wait(false);
	check(flag.test());
	other.join();
	long expected = 0;

	for (int i = 0; i < rounds; i++) {
		expected = expected * 5 % 1000003 + i;
		expected = expected * 3 % 1000003 + i;
	}
	check(sum == expected);
}

static void sharing()
{
	std::shared_timed_mutex mutex;
	std::atomic<int> readers = 0;
	std::latch all_in(4);
	int value = 0;
	{
		std::vector<std::jthread> threads;

		for (int i = 0; i < 4; i++) {
			threads.emplace_back([&] {
				std::shared_lock lock(mutex);

				readers++;
				all_in.arrive_and_wait();
			});
		}
	}
	check(readers == 4);
	std::unique_lock lock(mutex);
	std::jthread late([&] {
		check(!mutex.try_lock_shared_for(1ms));
		std::shared_lock inner(mutex);
		check(value == 7);
	});

	std::this_thread::sleep_for(5ms);
	value = 7;
	lock.unlock();
}

int main()
{
	stopping();
	latches();
	barriers();
	semaphores();
	waiting_on_atomics();
	sharing();
	return 0;
}
