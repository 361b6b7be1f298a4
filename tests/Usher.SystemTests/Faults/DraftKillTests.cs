using Npgsql;
using Usher.Testing;

namespace Usher.SystemTests.Faults;

/// <summary>kill -9 between a show that a draft makes and the draft's knowing of it.</summary>
[Collection(nameof(FaultCollection))]
public sealed class DraftKillTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Key = "Vz3uVPnq-9WbYwqA2fK7";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly TestDatabase _database = new(postgres);

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_server_killed_between_the_show_and_its_draft_leaves_one_that_makes_one_show()
    {
        await using var server = new SupervisedServer(
            _database.ConnectionString, [], $"--Auth:AdminKey={Key}");
        await server.UntilReadyAsync();
        using var organiser = new Organiser(server.Url);
        (await organiser.SignInAsync(Key)).ShouldRedirect();
        var lastForm = await organiser.PrepareShowAsync();

        await KillWhileSeatsAreMadeAsync(server, () => organiser.PostAsync(lastForm));

        (await CountAsync("shows")).ShouldBe(0);
        (await CountAsync("show_drafts where show_id is null")).ShouldBe(1);
        await UntilItAnswersAsync(organiser.Http);
        var made = (await organiser.PostAsync(lastForm)).ShouldRedirect();
        (await organiser.PostAsync(lastForm)).ShouldRedirect().ShouldBe(made);
        (await CountAsync("shows")).ShouldBe(1);
        (await CountAsync("seats")).ShouldBe(20);
    }

    // The next life begins a moment after the death of the one before.
    private static async Task UntilItAnswersAsync(HttpClient http)
    {
        for (var waited = TimeSpan.Zero; ; waited += Moment)
        {
            try
            {
                using var answer = await http.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (waited < Patience)
            {
                // Not yet.
            }

            await Task.Delay(Moment);
        }
    }

    // Nobody can write seats while this transaction has them, so the show is there and its draft knows nothing of it.
    private async Task KillWhileSeatsAreMadeAsync(SupervisedServer server, Func<Task<Answer>> send)
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "lock table seats in exclusive mode");
        var sent = send();
        while (!await IsSomebodyWaitingAsync(connection))
        {
            sent.IsCompleted.ShouldBeFalse("the show was made without seats");
            await Task.Delay(Moment);
        }

        await server.KillAsync();
        await Should.ThrowAsync<HttpRequestException>(sent.WaitAsync(Patience));
        await transaction.RollbackAsync();
    }

    private static async Task<bool> IsSomebodyWaitingAsync(NpgsqlConnection connection)
    {
        await using var find = new NpgsqlCommand(
            "select exists (select 1 from pg_locks where relation = 'seats'::regclass and not granted)", connection);
        return (bool)(await find.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string what)
    {
        await using var command = _database.DataSource.CreateCommand($"select count(*) from {what}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
