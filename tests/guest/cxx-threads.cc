// SPDX-License-Identifier: Apache-2.0
//
// The threads of C++20: thread, jthread, mutexes, condition variables,
// futures, call_once, atomic waiting, latch, barrier, semaphores, thread_local
// with destructors. Prints what it found in an order that is the same always.
//
// FLAGS: -std=c++20 -pthread
// NATIVE
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <future>
#include <latch>
#include <mutex>
#include <numeric>
#include <semaphore>
#include <shared_mutex>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

static int failures;

static void check(bool condition, const char *what)
{
	if (!condition) {
		std::printf("failed: %s\n", what);
		failures++;
	}
}

struct counted {
	static std::atomic<int> alive;
	int value = 1;
	counted()
	{
		alive++;
	}
	~counted()
	{
		alive--;
	}
};
std::atomic<int> counted::alive;
thread_local counted mine;

static void plain_threads()
{
	std::mutex mutex;
	std::vector<std::thread> threads;
	long sum = 0;

	for (int i = 0; i < 50; i++)
		threads.emplace_back([&, i] {
			mine.value += i;
			std::lock_guard lock(mutex);
			sum += mine.value;
		});
	for (auto &thread : threads)
		thread.join();
	check(sum == 50 + 49 * 50 / 2, "each thread has its own variable");
	check(counted::alive <= 1, "thread_local destructors run");
	check(std::thread::hardware_concurrency() >= 1, "processors");
}

static void futures()
{
	auto answer = std::async(std::launch::async, [] { return 42; });
	auto thrown = std::async(std::launch::async,
	    []() -> int { throw std::runtime_error("expected"); });
	std::promise<std::string> promise;
	auto text = promise.get_future();
	std::packaged_task<int(int)> task([](int n) { return n * 2; });
	auto doubled = task.get_future();
	std::thread(std::move(task), 21).join();
	std::thread giver([&] { promise.set_value("given"); });

	check(answer.get() == 42 && doubled.get() == 42, "results");
	check(text.get() == "given", "promise");
	giver.join();
	try {
		thrown.get();
		check(false, "an exception comes through a future");
	} catch (const std::runtime_error &error) {
		check(std::string(error.what()) == "expected", "its text");
	}
	std::promise<void> never;
	check(never.get_future().wait_for(20ms) == std::future_status::timeout,
	    "wait_for ends");
}

static void conditions()
{
	std::mutex mutex;
	std::condition_variable changed;
	std::vector<int> order;
	int turn = 0;
	std::vector<std::thread> threads;

	for (int i = 9; i >= 0; i--)
		threads.emplace_back([&, i] {
			std::unique_lock lock(mutex);
			changed.wait(lock, [&] { return turn == i; });
			order.push_back(i);
			turn++;
			changed.notify_all();
		});
	for (auto &thread : threads)
		thread.join();
	std::vector<int> expected(10);
	std::iota(expected.begin(), expected.end(), 0);
	check(order == expected, "turns");

	std::unique_lock lock(mutex);
	auto start = std::chrono::steady_clock::now();
	check(!changed.wait_for(lock, 50ms, [] { return false; }), "timeout");
	check(std::chrono::steady_clock::now() - start >= 50ms, "its length");
}

static void locks()
{
	std::timed_mutex timed;
	std::recursive_mutex recursive;
	std::shared_mutex shared;
	std::once_flag flag;
	int calls = 0, readers = 0, most = 0;

	timed.lock();
	std::thread([&] { check(!timed.try_lock_for(10ms), "held"); }).join();
	timed.unlock();
	recursive.lock();
	check(recursive.try_lock(), "recursive");
	recursive.unlock();
	recursive.unlock();

	std::vector<std::thread> threads;
	for (int i = 0; i < 5; i++)
		threads.emplace_back([&] {
			std::call_once(flag, [&] { calls++; });
			std::shared_lock lock(shared);
			most = std::max(most, ++readers);
			std::this_thread::sleep_for(5ms);
			readers--;
		});
	for (auto &thread : threads)
		thread.join();
	check(calls == 1 && most > 1, "call_once, readers together");
	static std::once_flag again;
	for (int i = 0; i < 2; i++) {
		try {
			std::call_once(again, [&] {
				calls++;
				if (i == 0)
					throw i;
			});
		} catch (int) {
			calls += 10;
		}
	}
	check(calls == 13, "an exception makes call_once start again");
}

static void cxx20()
{
	std::atomic<int> stage = 0;
	std::thread waiter([&] {
		stage.wait(0);
		stage = 2;
		stage.notify_one();
	});
	stage = 1;
	stage.notify_one();
	stage.wait(1);
	waiter.join();
	check(stage == 2, "atomic wait");

	std::latch latch(3);
	std::barrier barrier(3, [&]() noexcept { stage++; });
	std::counting_semaphore<10> semaphore(0);
	std::vector<std::jthread> threads;
	for (int i = 0; i < 3; i++)
		threads.emplace_back([&] {
			latch.arrive_and_wait();
			for (int round = 0; round < 4; round++)
				barrier.arrive_and_wait();
			semaphore.release();
		});
	for (int i = 0; i < 3; i++)
		semaphore.acquire();
	check(!semaphore.try_acquire_for(5ms), "semaphore is empty");
	threads.clear();
	check(stage == 6, "barrier's completions");

	int rounds = 0;
	std::jthread stopped([&](std::stop_token token) {
		while (!token.stop_requested()) {
			rounds++;
			std::this_thread::sleep_for(1ms);
		}
	});
	std::this_thread::sleep_for(10ms);
	stopped.request_stop();
	stopped.join();
	check(rounds > 0, "jthread stops");
}

int main()
{
	plain_threads();
	futures();
	conditions();
	locks();
	cxx20();
	std::puts(failures ? "failed" : "all as it should be");
	return failures != 0;
}
