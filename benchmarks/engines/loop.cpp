// The common workload as a loop of events: what a second language could gain. See workload.py.
// Its numbers are handed over on the command line, so that they stand in one place:
//   loop SEED DAYS CLIENTS_A_DAY URGENT_SHARE LEAVES_SHARE {SERVERS DAYS PATIENCE}...   (patience inf: nobody leaves)
// It prints seconds of processor time, then by priority: asked, begun, days waited, gave up.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <limits>
#include <queue>
#include <random>
#include <vector>

constexpr double NEVER = std::numeric_limits<double>::infinity();

struct Station {
    int servers;
    double days, patience;
    int busy = 0;
    std::deque<int> lines[2];  // clients, the urgent first; whoever has left is skipped

    Station(int servers, double days, double patience) : servers(servers), days(days), patience(patience) {}
};

struct Client {
    int priority, station = -1;
    double asked = 0.0;
    bool waits = false;
    std::uint32_t visit = 0;  // tells an end of patience that a place has overtaken
};

enum Kind { ARRIVES, VISIT_ENDS, PATIENCE_ENDS };

struct Event {
    double day;
    std::uint64_t number;
    Kind kind;
    int client;
    std::uint32_t visit;
    bool operator<(const Event &other) const {  // the queue gives the largest first
        return day != other.day ? day > other.day : number > other.number;
    }
};

struct World {
    std::mt19937_64 random;
    double leaves_share;
    std::vector<Station> stations;
    std::vector<Client> clients;
    std::priority_queue<Event> agenda;
    std::uint64_t number = 0;
    double now = 0.0;
    long asked[2] = {0, 0}, begun[2] = {0, 0}, gave_up[2] = {0, 0};
    double waited[2] = {0.0, 0.0};

    double uniform() { return std::uniform_real_distribution<double>()(random); }
    double exponential(double mean) { return std::exponential_distribution<double>(1.0 / mean)(random); }

    void put(double days, Kind kind, int client, std::uint32_t visit = 0) {
        agenda.push({now + days, number++, kind, client, visit});
    }

    void ask(int who) {
        Client &client = clients[who];
        const int many = static_cast<int>(stations.size());
        client.station = client.station < 0 ? std::uniform_int_distribution<int>(0, many - 1)(random)
                                            : (client.station + 1 + std::uniform_int_distribution<int>(0, many - 2)(random)) % many;
        Station &station = stations[client.station];
        client.asked = now;
        ++asked[client.priority];
        if (station.busy < station.servers) {
            ++station.busy;
            begin(who);
            return;
        }
        client.waits = true;
        ++client.visit;
        station.lines[client.priority].push_back(who);
        if (station.patience < NEVER) put(exponential(station.patience), PATIENCE_ENDS, who, client.visit);
    }

    void begin(int who) {
        Client &client = clients[who];
        client.waits = false;
        ++begun[client.priority];
        waited[client.priority] += now - client.asked;
        put(exponential(stations[client.station].days), VISIT_ENDS, who);
    }

    void end(int who) {
        Station &station = stations[clients[who].station];
        --station.busy;
        for (auto &line : station.lines) {
            while (!line.empty() && station.busy < station.servers) {
                int next = line.front();
                line.pop_front();
                if (!clients[next].waits || &stations[clients[next].station] != &station) continue;
                ++station.busy;
                begin(next);
            }
        }
        if (uniform() >= leaves_share) ask(who);
    }
};

int main(int count, char **given) {
    if (count < 9) return 2;
    World world;
    world.random.seed(std::strtoull(given[1], nullptr, 10));
    const double until = std::atof(given[2]), a_day = std::atof(given[3]), urgent_share = std::atof(given[4]);
    world.leaves_share = std::atof(given[5]);
    for (int at = 6; at + 2 < count; at += 3)
        world.stations.emplace_back(std::atoi(given[at]), std::atof(given[at + 1]), std::atof(given[at + 2]));

    const std::clock_t start = std::clock();
    world.put(world.exponential(1.0 / a_day), ARRIVES, -1);
    while (!world.agenda.empty() && world.agenda.top().day < until) {
        const Event event = world.agenda.top();
        world.agenda.pop();
        world.now = event.day;
        switch (event.kind) {
            case ARRIVES:
                world.clients.push_back({world.uniform() < urgent_share ? 0 : 1});
                world.ask(static_cast<int>(world.clients.size()) - 1);
                world.put(world.exponential(1.0 / a_day), ARRIVES, -1);
                break;
            case VISIT_ENDS:
                world.end(event.client);
                break;
            case PATIENCE_ENDS: {
                Client &client = world.clients[event.client];
                if (client.waits && client.visit == event.visit) {
                    client.waits = false;
                    ++world.gave_up[client.priority];
                }
            }
        }
    }
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    std::printf("%.6f", seconds);
    for (int p = 0; p < 2; ++p)
        std::printf(" %ld %ld %.9g %ld", world.asked[p], world.begun[p], world.waited[p], world.gave_up[p]);
    std::printf("\n");
}
