using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Usher.Testing;

namespace Usher.SystemTests.Faults;

/// <summary>
/// <c>usher serve</c> on a port of its own, as a service: when it ends unasked it is started again after a moment.
/// </summary>
internal sealed class SupervisedServer : IAsyncDisposable
{
    private const string Greeting = "Usher sells seats on ";

    // Below the ports that the kernel hands out, or somebody could be given this one while the server is down.
    private const int PortMin = 20_000;
    private const int PortMax = 30_000;

    private static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(200);

    private readonly string? _connectionString;
    private readonly Dictionary<string, string> _environment;
    private readonly string[] _arguments;
    private readonly ConcurrentQueue<UsherProcess> _lives = [];
    private readonly ConcurrentQueue<UsherExit> _exits = [];
    private readonly Task _supervision;
    private volatile UsherProcess _process;
    private volatile bool _isStopping;

    /// <param name="connectionString">The database; null: a private one, as the settings say.</param>
    /// <param name="environment">Further variables of its environment.</param>
    /// <param name="settings">Further arguments.</param>
    public SupervisedServer(
        string? connectionString, Dictionary<string, string> environment, params string[] settings)
    {
        Url = new Uri($"http://127.0.0.1:{FreePort()}");
        _connectionString = connectionString;
        _environment = environment;
        _arguments = ["serve", "--urls", Url.ToString(), "--Bookings:SweepSeconds=1", .. settings];
        _process = Launch();
        _supervision = Task.Run(SuperviseAsync);
    }

    public Uri Url { get; }

    /// <summary>How each of its lives ended.</summary>
    public IReadOnlyCollection<UsherExit> Exits => _exits;

    /// <summary>Waits until the present life sells.</summary>
    public Task UntilReadyAsync() => _process.ReadAfterAsync(Greeting);

    /// <summary>Kills it as nobody can resist, and returns when it is dead.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Asks it to end, and does not start it again.</summary>
    public async Task<UsherExit> StopAsync()
    {
        _isStopping = true;
        _process.Signal("TERM");
        await _supervision;
        return _exits.Last();
    }

    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        await _process.KillAsync();
        await _supervision;
        foreach (var life in _lives)
        {
            await life.DisposeAsync();
        }
    }

    private UsherProcess Launch()
    {
        var life = UsherProcess.Start(_connectionString, _environment, _arguments);
        _lives.Enqueue(life);
        return life;
    }

    private async Task SuperviseAsync()
    {
        while (true)
        {
            _exits.Enqueue(await _process.EndAsync());
            if (_isStopping)
            {
                return;
            }

            await Task.Delay(RestartPause);
            _process = Launch();
            if (_isStopping)
            {
                await _process.KillAsync();
            }
        }
    }

    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(PortMin, PortMax);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
