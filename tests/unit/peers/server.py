# SPDX-License-Identifier: MIT
# An HTTP server on the loopback that can lie, stall, cut and flood: server.py [CERTIFICATE]. It prints its port.
import gzip, http.server, os, ssl, sys, time, zlib
BOMB = gzip.compress(b'0' * 20000000)  # made before anybody waits for it
class H(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def log_message(self, *a): pass
    def reply(self, status, body, kind='text/plain', **head):
        self.send_response(status)
        if kind: self.send_header('Content-Type', kind)
        for k, v in head.items(): self.send_header(k.replace('_', '-'), str(v))
        if 'Content_Length' not in head: self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def chunk(self, b): self.wfile.write(b'%x\r\n' % len(b) + b + b'\r\n')
    def do_GET(self):
        self.close_connection = True
        p = self.path
        if p.startswith('http://'): self.reply(200, b'by proxy: ' + p.encode())
        elif p == '/ok': self.reply(200, b'hello', 'text/xml; charset="GB18030"; x=y')
        elif p == '/bare': self.reply(200, b'hello', None)
        elif p == '/nothing': self.reply(200, b'')
        elif p == '/head': self.reply(200, ('%s|%s|%s' % (self.headers['User-Agent'], self.headers['Accept'], 'gzip' in self.headers['Accept-Encoding'])).encode())
        elif p == '/coded': self.reply(200, gzip.compress(b'inflated ' * 1000), Content_Encoding='gzip')
        elif p == '/file.gz': self.reply(200, gzip.compress(b'from a file'), 'application/gzip')
        elif p == '/file-cut.gz': self.reply(200, gzip.compress(b'from a file')[:-3], 'application/gzip')
        elif p == '/bad-coded': self.reply(200, b'this is not gzip', Content_Encoding='gzip')
        elif p == '/bomb': self.reply(200, BOMB, Content_Encoding='gzip')
        elif p == '/bomb.gz': self.reply(200, BOMB, 'application/gzip')
        elif p == '/chunks':
            self.send_response(200); self.send_header('Transfer-Encoding', 'chunked'); self.end_headers()
            for b in (b'one ', b'two ', b'three'): self.chunk(b)
            self.wfile.write(b'0\r\n\r\n')
        elif p == '/endless':
            self.send_response(200); self.send_header('Transfer-Encoding', 'chunked'); self.end_headers()
            try:
                while True: self.chunk(b'x' * 65536)
            except OSError: pass
        elif p == '/chunks-cut':
            self.send_response(200); self.send_header('Transfer-Encoding', 'chunked'); self.end_headers()
            self.chunk(b'one ')
        elif p == '/to-ok': self.reply(302, b'', Location='/ok')
        elif p.startswith('/hops/'): self.reply(301, b'', Location='/hops/%d' % (int(p[6:]) - 1) if p != '/hops/1' else '/ok')
        elif p == '/round': self.reply(302, b'', Location='/round')
        elif p == '/to-file': self.reply(302, b'', Location='file:///etc/passwd')
        elif p == '/to-ftp': self.reply(302, b'', Location='ftp://127.0.0.1/x')
        elif p == '/cut': self.reply(200, b'half of it', Content_Length=100)
        elif p == '/empty': pass
        elif p == '/304': self.reply(304, b'')
        elif p == '/204': self.send_response(204); self.end_headers()
        elif p == '/404': self.reply(404, b'<html><head><title>Not here</title></head>\n<body>\n<h1>No such \xe9 thing</h1></body></html>', 'text/html')
        elif p == '/404-long': self.reply(404, b'word ' * 100000)
        elif p == '/403': self.reply(403, b'')
        elif p == '/429': self.reply(429, b'slow down', Retry_After=17)
        elif p == '/429-past': self.reply(429, b'', Retry_After='Mon, 01 Jan 2001 00:00:00 GMT')
        elif p == '/503': self.reply(503, b'Rate exceeded.', Retry_After=5)
        elif p == '/500': self.reply(500, b'')
        elif p == '/silent': time.sleep(3600)
        elif p == '/stalls':
            self.send_response(200); self.send_header('Content-Length', '100'); self.end_headers()
            self.wfile.write(b'begun'); self.wfile.flush(); time.sleep(3600)
        elif p == '/junk': self.wfile.write(b'SSH-2.0-OpenSSH_9\r\n\r\n')
        else: self.reply(404, b'no such case')
s = http.server.ThreadingHTTPServer(('127.0.0.1', 0), H)
s.daemon_threads = True
if len(sys.argv) > 1:
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); c.load_cert_chain(sys.argv[1]); s.socket = c.wrap_socket(s.socket, server_side=True)
os.write(1, b'%d\n' % s.server_address[1])
s.serve_forever()
