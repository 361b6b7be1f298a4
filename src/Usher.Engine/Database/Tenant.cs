using Npgsql;

namespace Usher.Engine.Database;

/// <summary>
/// In whose name the work under way is done (ADR 59). Whatever answers for one organization enters it once, and what is
/// then read and written through <see cref="BatchParameters.Scoped(NpgsqlDataSource)"/> and by organisers' writes is
/// that organization's alone: the statements say so, and row-level security stands behind them. Outside of it, as
/// batches, workers, shared caches and buyers of all organizations are, nothing is hidden.
/// </summary>
public static class Tenant
{
    /// <summary>The organization of whoever names none, for statements.</summary>
    internal const string Default = "(select id from organizations where slug = 'default')";

    /// <summary>Takes the rights of a tenant until the transaction ends; a pooler may then give the connection to
    /// another one.</summary>
    internal const string EnterSql = "call enter_tenant($1)";

    // 0: none.
    private static readonly AsyncLocal<long> Ambient = new();

    /// <summary>The organization; null: the work is nobody's in particular.</summary>
    public static OrganizationId? Current => Ambient.Value is > 0 and var id ? new OrganizationId(id) : null;

    /// <summary>What is begun from here on is done in this organization's name, until the asynchronous method that
    /// called this has ended.</summary>
    public static void Enter(OrganizationId organization) => Ambient.Value = organization.Value;

    /// <summary>Whether the work under way may know what belongs to this organization.</summary>
    public static bool MaySee(OrganizationId organization) => Current is not { } own || own == organization;

    /// <summary>The organization, or null, as a parameter.</summary>
    internal static NpgsqlParameter Parameter() => Current.Typed();

    /// <summary>Gives the transaction under way the rights of the engine again, for what no tenant may do.</summary>
    internal static async Task LeaveAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (Current is not null)
        {
            await using var leave = new NpgsqlCommand("set local role to default", connection);
            await leave.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Has the transaction under way see and change what is the organization's, and nothing else.</summary>
    internal static async Task EnterAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (Current is { } organization)
        {
            await using var enter = new NpgsqlCommand(EnterSql, connection);
            enter.Parameters.Add(organization.Typed());
            await enter.ExecuteNonQueryAsync(ct);
        }
    }
}
