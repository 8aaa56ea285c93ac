# SPDX-License-Identifier: Apache-2.0
"""A test case of unittest: passes, a skip, a failure that is expected, mocks."""
import sys
import unittest
from unittest import mock


class Checks(unittest.TestCase):
    def setUp(self):
        self.numbers = [3, 1, 2]

    def test_sorts(self):
        self.assertEqual(sorted(self.numbers), [1, 2, 3])

    def test_raises(self):
        with self.assertRaisesRegex(ZeroDivisionError, "division by zero"):
            1 / 0

    def test_parts(self):
        for number in self.numbers:
            with self.subTest(number=number):
                self.assertGreater(number, 0)

    @unittest.skip("shows a skip")
    def test_skipped(self):
        self.fail()

    @unittest.expectedFailure
    def test_expected(self):
        self.assertEqual(1, 2)

    def test_mock(self):
        with mock.patch("os.getcwd", return_value="/nowhere") as patched:
            import os
            self.assertEqual(os.getcwd(), "/nowhere")
        patched.assert_called_once_with()


result = unittest.TextTestRunner(stream=open("/dev/null", "w")).run(
    unittest.defaultTestLoader.loadTestsFromTestCase(Checks))
print(result.testsRun, len(result.failures), len(result.errors), len(result.skipped),
      len(result.expectedFailures))
sys.exit(not result.wasSuccessful())
