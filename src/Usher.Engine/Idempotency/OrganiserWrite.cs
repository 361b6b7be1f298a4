using Npgsql;
using Usher.Engine.Database;

namespace Usher.Engine.Idempotency;

/// <summary>
/// A write of an organiser's under way: one transaction on one connection, whatever steps it has. It is committed if
/// one of them said that something was done, and undone otherwise.
/// </summary>
public sealed class OrganiserWrite
{
    private readonly List<Func<Task>> _afterCommit = [];
    private bool _hasLeftTenant;

    internal OrganiserWrite(NpgsqlConnection connection) => Connection = connection;

    /// <summary>The connection whose transaction it is: every statement of it goes here.</summary>
    public NpgsqlConnection Connection { get; }

    internal bool IsDone { get; private set; }

    /// <summary>Goes on with the rights of the engine, for what no tenant may do: from here on the statements must name
    /// the organization themselves.</summary>
    public async Task LeaveTenantAsync(CancellationToken ct)
    {
        if (!_hasLeftTenant)
        {
            await Tenant.LeaveAsync(Connection, ct);
            _hasLeftTenant = true;
        }
    }

    /// <summary>Something was written that is to be kept.</summary>
    /// <param name="afterCommit">What this process does once it is.</param>
    public void Done(Func<Task>? afterCommit = null)
    {
        IsDone = true;
        if (afterCommit is not null)
        {
            _afterCommit.Add(afterCommit);
        }
    }

    internal async Task FollowAsync()
    {
        foreach (var follow in _afterCommit)
        {
            await follow();
        }
    }
}
