using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;

namespace Usher.Engine.Shows;

/// <summary>Keeps drafts of shows in the database, so that any process and any later day can go on with them.</summary>
public sealed class ShowDrafts(DataSources data, IOptions<ShowDraftOptions> options)
{
    private const string Insert = $"""
        with old as (
            delete from show_drafts where changed_at < now() - make_interval(days => $2) or id in (
                select id from show_drafts where ($4 is null or organization_id = $4)
                order by changed_at desc offset $3)
        )
        insert into show_drafts (body, organization_id) values ($1, coalesce($4, {Tenant.Default})) returning id
        """;

    private const string Update = """
        update show_drafts set body = $2, changed_at = now()
        where id = $1 and show_id is null and ($3 is null or organization_id = $3)
        """;

    private const string Find = """
        select body::text, show_id from show_drafts where id = $1 and ($2 is null or organization_id = $2)
        """;

    private const string FindForUpdate = Find + " for update";

    private const string MarkMade = "update show_drafts set show_id = $2, changed_at = now() where id = $1";

    /// <summary>Keeps a new one, and drops those that are too old or too many.</summary>
    public async Task<Guid> CreateAsync(ShowDraft draft, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(
            Insert, Body(draft), options.Value.DraftDays.Typed(), (options.Value.DraftsMax - 1).Typed(),
            Tenant.Parameter());
        return (Guid)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The draft and the show that came of it; null if there is none, or none any more.</summary>
    public async Task<(ShowDraft Draft, ShowId? ShowId)?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(Find, id.Typed(), Tenant.Parameter());
        return await ReadAsync(command, ct);
    }

    /// <summary>Keeps it as it is now, unless a show came of it already.</summary>
    public async Task SaveAsync(Guid id, ShowDraft draft, CancellationToken ct)
    {
        await using var command = data.Primary.Scoped(Update, id.Typed(), Body(draft), Tenant.Parameter());
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>As <see cref="FindAsync"/>; nobody else changes it or makes its show until the write has ended.
    /// </summary>
    internal static async Task<(ShowDraft Draft, ShowId? ShowId)?> LockAsync(
        OrganiserWrite write, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlBatch(write.Connection);
        command.Add(FindForUpdate, id.Typed(), Tenant.Parameter());
        return await ReadAsync(command, ct);
    }

    /// <summary>This show came of it.</summary>
    internal static async Task MarkMadeAsync(OrganiserWrite write, Guid id, ShowId showId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(MarkMade, write.Connection);
        command.Parameters.Add(id.Typed());
        command.Parameters.Add(showId.Typed());
        await command.ExecuteNonQueryAsync(ct);
        write.Done();
    }

    private static async Task<(ShowDraft, ShowId?)?> ReadAsync(NpgsqlBatch command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? (ShowDraftJson.Read(reader.GetString(0)), reader.IsDBNull(1) ? null : new ShowId(reader.GetInt64(1)))
            : null;
    }

    private static NpgsqlParameter Body(ShowDraft draft) =>
        new() { Value = ShowDraftJson.Write(draft), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
