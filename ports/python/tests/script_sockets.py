# SPDX-License-Identifier: Apache-2.0
"""Sockets with addresses inside the process: a thread, asyncio, socketserver."""
import asyncio
import os
import socket
import socketserver
import tempfile
import threading

os.chdir(tempfile.mkdtemp())


def client(path, text):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        connection.sendall(text)
        return connection.recv(100)


with socket.socket(socket.AF_UNIX) as listener:
    listener.bind("listener")
    listener.listen()
    thread = threading.Thread(
        target=lambda: print("client", client("listener", b"hello")))
    thread.start()
    connection, address = listener.accept()
    with connection:
        print("server", connection.recv(100), repr(address))
        connection.sendall(b"bye")
    thread.join()

with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver, \
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
    receiver.bind("\0an abstract name")
    sender.bind("sender")
    sender.sendto(b"datagram", "\0an abstract name")
    print(receiver.recvfrom(100))


async def shout(reader, writer):
    writer.write((await reader.readline()).upper())
    await writer.drain()
    writer.close()


async def loop():
    server = await asyncio.start_unix_server(shout, "loop")

    async def ask(number):
        reader, writer = await asyncio.open_unix_connection("loop")
        writer.write(b"line %d\n" % number)
        answer = await reader.readline()
        writer.close()
        return answer

    print(await asyncio.gather(*map(ask, range(5))))
    server.close()
    await server.wait_closed()


asyncio.run(loop())


class Reverse(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline()[::-1])


with socketserver.ThreadingUnixStreamServer("threads", Reverse) as server:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    print(client("threads", b"abc\n"))
    server.shutdown()
    thread.join()
