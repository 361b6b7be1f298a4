using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Usher.Http.Security;

/// <summary>What came of comparing a password with a hash.</summary>
public enum PasswordVerdict
{
    Wrong,
    Right,

    /// <summary>Right, but hashed as it was done once; it is to be hashed anew.</summary>
    RightButWeak,
}

/// <summary>
/// Hashes passwords: PBKDF2 with HMAC-SHA512, a salt of its own for each, and so many rounds that a guess costs a tenth
/// of a second. So that sign-ins cannot eat the processors that buyers need, few are hashed at once, on threads of
/// their own, and few wait for it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "without a wait handle a semaphore has nothing to let go")]
public sealed class PasswordHashes
{
    /// <summary>What OWASP's cheat sheet asks of PBKDF2-HMAC-SHA512.</summary>
    public const int Iterations = 210_000;

    private const int WaitingMax = 50;

    private static readonly object Nobody = new();

    private readonly PasswordHasher<object> _hasher = new(
        Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    private readonly SemaphoreSlim _turns;
    private readonly string _nobodys = HashOfNobody();
    private int _waiting;

    public PasswordHashes(IOptions<AuthOptions> options)
    {
        var atOnce = options.Value.PasswordHashesMax is > 0 and var set
            ? set
            : Math.Max(1, Environment.ProcessorCount / 2);
        _turns = new SemaphoreSlim(atOnce);
    }

    /// <summary>The hash to store; null: too many wait for theirs.</summary>
    public Task<string?> HashAsync(string password, CancellationToken ct) =>
        InTurnAsync(() => _hasher.HashPassword(Nobody, password), ct);

    /// <summary>Compares; it takes as long without a hash as with one.</summary>
    /// <param name="hash">Null: there is nobody, or nobody with a password.</param>
    /// <param name="password">What was typed.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Null: too many wait for theirs.</returns>
    public Task<PasswordVerdict?> VerifyAsync(string? hash, string password, CancellationToken ct) => InTurnAsync(
        () => (PasswordVerdict?)(_hasher.VerifyHashedPassword(Nobody, hash ?? _nobodys, password) switch
        {
            _ when hash is null => PasswordVerdict.Wrong,
            PasswordVerificationResult.Success => PasswordVerdict.Right,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordVerdict.RightButWeak,
            _ => PasswordVerdict.Wrong,
        }),
        ct);

    // As the framework writes it (version 3: HMAC-SHA512, rounds, length of the salt, salt, key), of no password.
    private static string HashOfNobody()
    {
        const int saltBytes = 16;
        var hash = RandomNumberGenerator.GetBytes(13 + saltBytes + 32);
        hash[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(1), 2);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(5), Iterations);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(9), saltBytes);
        return Convert.ToBase64String(hash);
    }

    private async Task<T?> InTurnAsync<T>(Func<T> hash, CancellationToken ct)
    {
        if (Interlocked.Increment(ref _waiting) > WaitingMax)
        {
            Interlocked.Decrement(ref _waiting);
            return default;
        }

        try
        {
            await _turns.WaitAsync(ct);
            try
            {
                return await Task.Factory.StartNew(
                    hash, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
