"""What the fault tools share: a private PostgreSQL that can be killed, the server, clients that work over the API and remember what was acknowledged."""
import argparse, glob, http.client, json, os, random, re, shutil, signal, socket, subprocess, sys, tempfile, threading, time, urllib.parse, uuid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CLIENTS = 8


class Failure(Exception):
    pass


def check(condition, sentence):
    if not condition:
        raise Failure(sentence)


class Postgres:
    """A private cluster, durable, that can be killed and started again."""

    def __init__(self, folder):
        self.folder = folder
        self.bin = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2]))[-1]
        self.become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        os.makedirs(folder)
        if self.become:
            shutil.chown(folder, "postgres")
        subprocess.run(self.become + [self.bin + "/initdb", "-D", folder + "/data", "-U", "huying", "-A", "trust", "-E", "UTF8", "--locale=C"],
                       cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.start()
        self.conninfo = f"host={folder} port=5432 dbname=postgres user=huying"

    def start(self):
        self.process = subprocess.Popen(
            self.become + [self.bin + "/postgres", "-D", self.folder + "/data", "-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}",
                           "-c", "fsync=on", "-c", "synchronous_commit=on"],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=open(self.folder + "/log", "a"))
        for _ in range(600):
            if subprocess.run([self.bin + "/pg_isready", "-q", "-h", self.folder]).returncode == 0:
                return
            time.sleep(0.05)
        raise Failure("PostgreSQL did not start")

    def kill(self):
        """Every process of the cluster at once, as a power cut would."""
        with open(self.folder + "/data/postmaster.pid") as file:
            head = int(file.readline())
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(head)], capture_output=True, text=True).stdout.split()
        for pid in [head] + [int(child) for child in children]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            with open(self.folder + "/data/postmaster.pid") as file:
                os.kill(int(file.readline()), signal.SIGINT)
            self.process.wait()


class Server:
    def __init__(self, program, data, port, log):
        self.program, self.data, self.port, self.log = program, data, port, log

    def huying(self, *arguments):
        done = subprocess.run([self.program, *arguments, "--data", self.data], capture_output=True, text=True)
        check(done.returncode == 0, f"huying {arguments[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self):
        with open(self.log, "a") as log:
            self.process = subprocess.Popen([self.program, "serve", "--data", self.data, "--port", str(self.port)], stdout=log, stderr=log)
        for _ in range(1200):
            try:
                if self.call("GET", "/ready")[0] == 200:
                    return
            except OSError:
                pass
            check(self.process.poll() is None, "the server does not start:\n" + open(self.log).read()[-2000:])
            time.sleep(0.02)
        raise Failure("the server does not become ready")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def call(self, method, path, body=None, headers={}):
        """Status, headers, body; an OSError where no whole answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()


class Session:
    """Somebody at a browser: signs in with a first password, which opens nothing but the page where it is changed."""

    OWN = "changed-for-the-fault-test"

    def __init__(self, server, login, password):
        self.server, self.jar = server, {}
        status, _, _ = self.post("/sign-in", {"login": login, "password": password}, "/sign-in")
        check(status == 303 and "session" in self.jar, f"sign-in: {status}")
        status, _, _ = self.post("/account", {"old": password, "new": self.OWN, "again": self.OWN}, "/account")
        check(status == 303, f"password: {status}")

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, form, page):
        """With the token of a page's forms."""
        return self.send("POST", path, urllib.parse.urlencode(form | {"csrf": self.token(page)}), "application/x-www-form-urlencoded")

    def token(self, page):
        return re.search(rb'name="csrf"[^>]*value="([^"]+)"', self.get(page)[2]).group(1).decode()

    def send(self, method, path, body=None, kind=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.jar.items())} | ({"Content-Type": kind} if kind else {})
        status, answered, page = self.server.call(method, path, body, headers)
        for part in [value for name, value in answered.items() if name.lower() == "set-cookie"]:
            name, value = part.split(";")[0].split("=", 1)
            self.jar[name] = value
        return status, answered, page


def api_key(server, password):
    """Signs in as the administrator and makes the dispatcher and the handler a key, on the pages that people use."""
    admin = Session(server, "admin", password)
    _, _, page = admin.get("/accounts")
    keys = []
    for login in ["faultdesk", "faultoffice"]:
        at = page.find(login.encode() + b"</")
        links = [link for link in re.finditer(rb'/accounts/([0-9a-f-]{36})', page)]
        account = [link.group(1).decode() for link in links if link.start() < at][-1]
        status, _, told = admin.post(f"/accounts/{account}/keys", {"name": "faults"}, f"/accounts/{account}")
        check(status == 200, f"key: {status}")
        facts = re.findall(rb'<dd[^>]*>(.*?)</dd>', told, re.S)
        key = max((found for fact in facts for found in re.findall(rb'[A-Za-z0-9_.\-]{20,}', fact)), key=len)
        keys.append(key.decode())
    return keys


class Load:
    """What was asked and what was answered."""

    def __init__(self, server, desk, handler, office, seed):
        self.server, self.desk, self.handler, self.office = server, desk, handler, office
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.acknowledged = []   # (verb, body, actor, key, answer)
        self.cut = []            # (verb, body, actor, key)
        self.cases = {}          # id: (state, marker)
        self.sentences = set()
        self.stop = threading.Event()
        self.problems = []

    def verb(self, name, body, actor, key=None):
        headers = {"Content-Type": "application/json", "Authorization": "Bearer " + actor, "Idempotency-Key": key or str(uuid.uuid4())}
        return self.server.call("POST", "/api/verbs/" + name, json.dumps(body), headers)

    def ask(self, name, body, actor):
        key = str(uuid.uuid4())
        try:
            status, _, answer = self.verb(name, body, actor, key)
        except OSError:
            with self.lock:
                self.cut.append((name, body, actor, key))
            return None
        if status == 503:
            problem = json.loads(answer)
            with self.lock:
                self.sentences.add(problem["detail"])
                self.cut.append((name, body, actor, key))
            return None
        if status != 200:
            with self.lock:
                self.problems.append(f"{name}: {status} {answer[:300]}")
            return None
        with self.lock:
            self.acknowledged.append((name, body, actor, key, answer))
        return json.loads(answer)

    def client(self, number):
        turn = 0
        while not self.stop.is_set():
            turn += 1
            marker = f"fault{number}x{turn}x{uuid.uuid4().hex[:8]}"
            filed = self.ask("case.file", {"channel": "phone", "text": f"路灯不亮 {marker}"}, self.desk)
            if filed is None:
                time.sleep(0.02)
                continue
            case = filed["caseID"]
            self.cases[case] = ("registered", marker)
            sent = self.ask("case.dispatch", {"caseID": case, "officeID": self.office}, self.desk)
            if sent is None:
                self.cases[case] = (None, marker)
                continue
            self.cases[case] = ("dispatched", marker)
            taken = self.ask("order.accept", {"orderID": sent["orderID"]}, self.handler)
            if taken is None:
                self.cases[case] = (None, marker)
                continue
            self.cases[case] = ("accepted", marker)
            done = self.ask("case.resolve", {"caseID": case, "outcome": "solved", "reply": "已派人到场修好并复查", "despite": "同批处置"}, self.handler)
            self.cases[case] = ("resolved" if done is not None else None, marker)

    def run(self, seconds, kill):
        self.stop.clear()
        threads = [threading.Thread(target=self.client, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        kill()
        self.stop.set()
        for thread in threads:
            thread.join()

    def verify(self):
        """Everything since the last check."""
        check(not self.problems, "refused under load: " + "; ".join(self.problems[:3]))
        for name, body, actor, key, answer in self.acknowledged:
            status, _, again = self.verb(name, body, actor, key)
            check(status == 200 and again == answer, f"{name} was acknowledged and is not the same now: {answer!r} / {status} {again!r}")
        for name, body, actor, key in self.cut:
            first, second = self.verb(name, body, actor, key), self.verb(name, body, actor, key)
            check(first[0] == 200 and first[2] == second[2], f"{name} was cut off and cannot be repeated: {first} / {second}")
            if name == "case.file":
                self.cases[json.loads(first[2])["caseID"]] = ("registered", body["text"].split()[-1])
        sample = list(self.cases.items())
        for case, (state, marker) in sample if len(sample) <= 120 else self.random.sample(sample, 120):
            status, _, answer = self.server.call("GET", "/api/cases/" + case, headers={"Authorization": "Bearer " + self.desk})
            check(status == 200, f"the case {case} is gone: {status}")
            check(state is None or json.loads(answer)["state"] == state, f"the case {case} should be {state}: {answer!r}")
            status, _, found = self.server.call("GET", "/api/search?q=" + marker, headers={"Authorization": "Bearer " + self.desk})
            check(status == 200 and len(json.loads(found)["cases"]) == 1, f"{marker} is there {found!r}, not once")
        count = len(self.acknowledged), len(self.cut)
        self.acknowledged, self.cut, self.cases = [], [], {}
        return count


def pages_while_gone(server):
    """With the database away a page is a page: 503 and a sentence, not a broken connection."""
    status, _, page = server.call("GET", "/inbox", headers={"Cookie": "session=" + "a" * 43})
    check(status == 503 and len(page) > 500, f"a page without the database answers {status}")
    status, _, _ = server.call("GET", "/health")
    check(status == 200, "the process should be alive")
    status, _, _ = server.call("GET", "/ready")
    check(status == 503, "it is not ready without the database")


def district(program, folder, conninfo, packs=ROOT + "/Packs"):
    """A new district, not yet served, and what was said when it was made."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(program, folder + "/data", port, folder + "/server.log")
    return server, server.huying("init", "--packs", packs, *(["--postgres", conninfo] if conninfo else []))


def first_password(login, said):
    return next(line.split()[1] for line in said.splitlines() if line.startswith(login + " "))


def prepared(program, folder, conninfo, seed, packs=ROOT + "/Packs"):
    """A new district with a dispatcher and a handler, served; the load for it."""
    server, made = district(program, folder, conninfo, packs)
    password = first_password("admin", made)
    server.huying("account", "add", "faultdesk", "Desk", "--role", "dispatcher")
    server.huying("account", "add", "faultoffice", "Office", "--role", "handler", "--office", "urban-management")
    server.start()
    desk, handler = api_key(server, password)
    _, _, offices = server.call("GET", "/api/offices", headers={"Authorization": "Bearer " + desk})
    offices = json.loads(offices)
    offices = offices if isinstance(offices, list) else next(value for value in offices.values() if isinstance(value, list))
    office = next(item["id"] for item in offices if item["code"] == "urban-management")
    return server, Load(server, desk, handler, office, seed)


def run_parts(name, description, parts, **numbers):
    """What a script of faults is asked for on its command line, and a folder that goes with it: `parts(options, folder)` does the work, `numbers` are
    the script's own options with their defaults. A fault is said with the seed that repeats it."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--program", default=ROOT + "/.build/debug/huying")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    for option, default in numbers.items():
        parser.add_argument("--" + option, type=type(default), default=default)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    folder = tempfile.mkdtemp(prefix=f"huying-{name}-")
    os.chmod(folder, 0o711)
    try:
        parts(options, folder)
    except Failure as failure:
        sys.exit(f"FAULT: {failure}\n(repeat with --seed {options.seed})")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
