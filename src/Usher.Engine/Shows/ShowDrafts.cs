using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Usher.Engine.Database;

namespace Usher.Engine.Shows;

/// <summary>Keeps drafts of shows in the database, so that any process and any later day can go on with them.</summary>
public sealed class ShowDrafts(DataSources data, IOptions<ShowDraftOptions> options)
{
    private const string Insert = """
        with old as (
            delete from show_drafts where changed_at < now() - make_interval(days => $2) or id in (
                select id from show_drafts order by changed_at desc offset $3)
        )
        insert into show_drafts (body) values ($1) returning id
        """;

    private const string Update =
        "update show_drafts set body = $2, changed_at = now() where id = $1 and show_id is null";

    private const string Find = "select body::text, show_id from show_drafts where id = $1";

    private const string FindForUpdate = Find + " for update";

    private const string Finish = "update show_drafts set show_id = $2, changed_at = now() where id = $1";

    /// <summary>Keeps a new one, and drops those that are too old or too many.</summary>
    public async Task<Guid> CreateAsync(ShowDraft draft, CancellationToken ct)
    {
        await using var command = data.Primary.CreateCommand(Insert);
        command.Parameters.Add(Body(draft));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = options.Value.DraftDays });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = options.Value.DraftsMax - 1 });
        return (Guid)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The draft and the show that came of it; null if there is none, or none any more.</summary>
    public async Task<(ShowDraft Draft, ShowId? ShowId)?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = data.Primary.CreateCommand(Find);
        return await ReadAsync(command, id, ct);
    }

    /// <summary>Keeps it as it is now, unless a show came of it already.</summary>
    public async Task SaveAsync(Guid id, ShowDraft draft, CancellationToken ct)
    {
        await using var command = data.Primary.CreateCommand(Update);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(Body(draft));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Makes the show, once: who sends the same form again waits and gets the same show. Null if there is no draft.
    /// </summary>
    public async Task<ShowId?> FinishAsync(Guid id, Func<ShowDraft, Task<ShowId>> create, CancellationToken ct)
    {
        await using var connection = await data.Primary.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var find = new NpgsqlCommand(FindForUpdate, connection);
        if (await ReadAsync(find, id, ct) is not (var draft, var made))
        {
            return null;
        }

        if (made is not null)
        {
            return made;
        }

        var showId = await create(draft);
        await using var finish = new NpgsqlCommand(Finish, connection);
        finish.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        finish.Parameters.Add(new NpgsqlParameter<long> { TypedValue = showId.Value });
        await finish.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return showId;
    }

    private static async Task<(ShowDraft, ShowId?)?> ReadAsync(NpgsqlCommand command, Guid id, CancellationToken ct)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? (ShowDraftJson.Read(reader.GetString(0)), reader.IsDBNull(1) ? null : new ShowId(reader.GetInt64(1)))
            : null;
    }

    private static NpgsqlParameter Body(ShowDraft draft) =>
        new() { Value = ShowDraftJson.Write(draft), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
