using Usher.Engine.Database;

namespace Usher.BoxOffice.Organizations;

/// <summary>Who sells here.</summary>
public sealed class OrganizationStore(DataSources data)
{
    private const string Default = "select id from organizations where slug = 'default'";

    // 0 until it is known.
    private long _default;

    /// <summary>The organization of all who name none. Reads the database once.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database is away.</exception>
    public async ValueTask<OrganizationId> DefaultAsync(CancellationToken ct)
    {
        if (_default == 0)
        {
            await using var command = data.Primary.Command(Default);
            _default = (long)(await command.ExecuteScalarAsync(ct))!;
        }

        return new OrganizationId(_default);
    }
}
