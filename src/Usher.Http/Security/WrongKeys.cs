using System.Net;
using Microsoft.Extensions.Options;

namespace Usher.Http.Security;

/// <summary>
/// Counts wrong keys by client. Whoever sends too many is told to wait, and told so late. It keeps nobody out who has
/// the right key, and no guesser either: that is what the key's length is for. Bounded: at most as many clients are
/// known as wrong keys are counted, and few are delayed at once.
/// </summary>
public sealed partial class WrongKeys(IOptions<AuthOptions> options, TimeProvider time, ILogger<WrongKeys> logger)
{
    // A client that opens many connections must not have as many of ours wait.
    private const int DelayedMax = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<ClientAddress, int> _byClient = [];
    private long _windowStart = time.GetTimestamp();
    private int _all;
    private int _delayed;

    /// <summary>Counts one; if the client, or all together, have sent too many, how long until they are counted anew.
    /// </summary>
    public TimeSpan? Count(IPAddress? address)
    {
        var limits = options.Value;
        var client = ClientAddress.Of(address);
        TimeSpan left;
        int ofClient;
        lock (_lock)
        {
            left = Turn(TimeSpan.FromSeconds(limits.WrongKeysSeconds));
            ofClient = _byClient.GetValueOrDefault(client) + 1;
            if (ofClient <= limits.WrongKeysPerClientMax && _all < limits.WrongKeysMax)
            {
                // Only these: one client's further keys leave the others their share of what is counted.
                _byClient[client] = ofClient;
                _all++;
                return null;
            }

            if (ofClient == limits.WrongKeysPerClientMax + 1)
            {
                // It is known already, so the table does not grow.
                _byClient[client] = ofClient;
            }
            else
            {
                return left;
            }
        }

        LogTooMany(address, limits.WrongKeysPerClientMax, limits.WrongKeysSeconds);
        return left;
    }

    /// <summary>Waits before a client that sent too many hears of the next one.</summary>
    public async Task SlowDownAsync(CancellationToken ct)
    {
        try
        {
            if (Interlocked.Increment(ref _delayed) <= DelayedMax)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(options.Value.WrongKeyDelayMilliseconds), time, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // It did not wait; nobody reads the answer.
        }
        finally
        {
            Interlocked.Decrement(ref _delayed);
        }
    }

    private TimeSpan Turn(TimeSpan window)
    {
        var passed = time.GetElapsedTime(_windowStart);
        if (passed < window)
        {
            return window - passed;
        }

        _windowStart = time.GetTimestamp();
        _all = 0;
        _byClient.Clear();
        return window;
    }

    [LoggerMessage(
        LogLevel.Warning, "{Address} sent more than {Max} wrong keys within {Seconds} s; its attempts are now "
            + "delayed.")]
    private partial void LogTooMany(IPAddress? address, int max, int seconds);
}
