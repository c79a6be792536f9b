# SPDX-License-Identifier: MIT
# A host on the loopback that counts manners: manners.py LOG. It prints its port and writes a line for each request to LOG:
# milliseconds, requests under way with this one, connections so far, path and query, header as JSON.
# /x?fail=HOW&n=N: the first N requests of that address fail, later ones are answered; HOW is a status (its page says Rate exceeded, or &says=WORDS) or a word below.
import collections, gzip, http.server, json, os, select, socket, struct, sys, threading, time
from email.utils import formatdate
from urllib.parse import urlsplit, parse_qs
log, lock = open(sys.argv[1], 'ab', 0), threading.Lock()
seen, under_way, connections = collections.Counter(), 0, 0
BROTLI = bytes.fromhex('0b0280') + b'hello' + b'\x03'                              # RFC 7932: one uncompressed meta-block
ZSTD = bytes.fromhex('28b52ffd2005290000') + b'hello'                              # RFC 8878: one raw block
class H(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def log_message(self, *a): pass
    def date_time_string(self, timestamp=None): return formatdate(self.now, usegmt=True)
    def setup(self):
        global connections
        self.now = time.time()
        with lock: connections += 1
        super().setup()
    def over(self):                                        # before the asker can know it: its next request must not count double
        global under_way
        with lock: under_way, self.counted = under_way - self.counted, 0
    def reply(self, status, body, **head):
        self.over()
        self.send_response(status)
        if head.pop('no_date', False): self._headers_buffer = [h for h in self._headers_buffer if not h.startswith(b'Date')]
        for k, v in head.items(): self.send_header(k.replace('_', '-'), str(v))
        if 'Content_Length' not in head: self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def chunk(self, b): self.wfile.write(b'%x\r\n' % len(b) + b + b'\r\n'); self.wfile.flush()
    def hang(self, s):                                                             # as long as somebody listens
        if select.select([self.connection], [], [], s)[0]: raise ConnectionResetError
    def wait(self, what):
        end = time.monotonic() + 300
        while not what() and time.monotonic() < end: self.hang(.005)
    def do_POST(self): self.do_GET()
    def do_CONNECT(self): self.counted = 0; self.reply(407, b'who are you', Proxy_Authenticate='Basic realm="x"'); self.close_connection = True
    def do_GET(self):
        global under_way
        self.sent = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        with lock:
            under_way += 1; self.counted = 1; seen[self.path] += 1; count = seen[self.path]
            log.write(('%d\t%d\t%d\t%s\t%s\n' % (time.monotonic_ns() // 1000000, under_way, connections, self.path, json.dumps(dict(self.headers)))).encode())
        try: self.answer(urlsplit(self.path), count)
        except OSError: self.close_connection = True
        finally: self.over()
    def fail(self, how, q):
        self.over()
        extra, a = {}, q.get('after', [''])[0]
        self.now = time.time()
        if a.startswith('@'): extra['Retry_After'] = formatdate(float(a[1:]), usegmt=True)
        elif a.startswith('+') or a.startswith('-'): extra['Retry_After'] = formatdate(self.now + float(a), usegmt=True)
        elif a: extra['Retry_After'] = a
        if 'nodate' in q: extra['no_date'] = True
        if 'skew' in q: self.now -= 86400; extra['Retry_After'] = formatdate(self.now + float(a), usegmt=True)
        says = q.get('says', ['Rate exceeded.'])[0].encode()
        if how.isdigit(): return self.reply(int(how), b'<html><body>' + says + b'</body></html>', **extra)
        self.close_connection = True
        if how == 'cut': self.reply(200, b'half', Content_Length=100)
        elif how == 'chunks-cut':
            self.send_response(200); self.send_header('Transfer-Encoding', 'chunked'); self.end_headers(); self.chunk(b'half')
        elif how == 'reset':
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); self.connection.close(); self.rfile.close()
        elif how == 'cut-503':
            self.send_response(503); self.send_header('Content-Length', '100'); self.end_headers()
        elif how == 'silent': self.hang(3600)
        elif how == 'stalls':
            self.send_response(200); self.send_header('Content-Length', '100'); self.end_headers(); self.wfile.write(b'half'); self.wfile.flush(); self.hang(3600)
        elif how == 'junk': self.wfile.write(b'SSH-2.0-OpenSSH_9\r\n\r\n')
        elif how == 'html': self.reply(200, b'<html>502</html>', Content_Type='text/html')
        elif how == 'redirect-cut': self.send_response(302); self.send_header('Location', '/x'); self.send_header('Content-Length', '10'); self.end_headers()
    def answer(self, u, count):
        q, p = parse_qs(u.query), u.path
        if self.path.startswith('http://'): return self.reply(200, b'by proxy: ' + self.path.encode())
        if 'fail' in q and count <= int(q.get('n', ['1000'])[0]): return self.fail(q['fail'][0], q)
        if 'ms' in q: self.hang(int(q['ms'][0]) / 1000)
        if 'gather' in q: self.wait(lambda: seen[self.path] >= int(q['gather'][0]))                # so many are under way
        if 'file' in q and p != '/drip': self.wait(lambda: os.path.exists(q['file'][0]))
        if p == '/echo': self.reply(200, json.dumps([self.command, self.sent.decode(), self.headers.get('Content-Type'), self.headers.get('Expect')]).encode())
        elif p == '/agent': self.reply(200, ('%s|%s|%s' % (self.headers['User-Agent'], self.headers['Accept'], self.headers['Accept-Encoding'])).encode())
        elif p == '/tagged':
            fresh = self.headers.get('If-None-Match') == '"v1"' or self.headers.get('If-Modified-Since') == 'Mon, 01 Jun 2026 00:00:00 GMT'
            self.reply(304 if fresh else 200, b'' if fresh else b'hello', ETag='"v1"', Last_Modified='Mon, 01 Jun 2026 00:00:00 GMT')
        elif p == '/cookie': self.reply(200, b'hello', Set_Cookie='session=oatmeal')
        elif p == '/to': self.reply(302, b'moved', Location=q['where'][0])
        elif p == '/round': self.reply(302, b'', Location='/round')
        elif p == '/gzip': self.reply(200, gzip.compress(b'hello'), Content_Encoding='gzip')
        elif p == '/br': self.reply(200, BROTLI, Content_Encoding='br')
        elif p == '/zstd': self.reply(200, ZSTD, Content_Encoding='zstd')
        elif p == '/file.gz': self.reply(200, gzip.compress(b'hello'))
        elif p == '/bomb': self.reply(200, gzip.compress(b'0' * 20000000), Content_Encoding='gzip')
        elif p == '/big': self.reply(200, b'0123456789abcdef' * 65536)
        elif p == '/drip':
            self.send_response(200); self.send_header('Transfer-Encoding', 'chunked'); self.end_headers()
            for i in range(7):
                self.chunk(b'%d' % i if 'file' not in q else b'piece %d\n' % i * 2048)
                if 'file' in q: self.wait(lambda: os.path.getsize(q['file'][0]) >= 16384 * (i + 1))   # until it was read
                else: self.hang(float(q.get('step', ['.2'])[0]))
            self.over(); self.wfile.write(b'0\r\n\r\n')
        elif p == '/headers': self.reply(200, b'hello', **{'X%d' % i: 'x' * 1000 for i in range(290)})
        elif p == '/error': self.reply(401, b'{"error":"no key"}', Content_Type='application/json')
        else: self.reply(200, b'hello')
class S(http.server.ThreadingHTTPServer):
    request_queue_size = 64
    def handle_error(self, *a): pass
s = S(('127.0.0.1', 0), H)
s.daemon_threads = True
os.write(1, b'%d\n' % s.server_address[1])
s.serve_forever()
