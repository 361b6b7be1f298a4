using System.Net;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OtpNet;
using Usher.BoxOffice.Permissions;
using Usher.BoxOffice.Tickets;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Privacy;
using Usher.Engine.Sealing;
using Usher.Http.Security;
using Usher.Pages.Desk.SignIn;
using Usher.Testing;
using Usher.Tests.Database;
using Usher.Tests.Tickets;

namespace Usher.Tests.Privacy;

/// <summary>What a dump has of the keys of sessions, links and second factors (ADR 62), and that all of them work.
/// </summary>
public sealed class SealedSecretTests(TestPostgres postgres) : IAsyncLifetime
{
    // The migration from which on secrets are sealed.
    private const string SealingFrom = "_sealed_secrets.sql";

    // Secrets that one use of everything makes: of ids, the server's own key, access tokens and links.
    private static readonly string[] Names = ["booking_id", "desk_key", "signing_key", "ticket_link:1"];

    private readonly TestDatabase _database = new(postgres);

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_dump_has_none_of_them_and_the_framework_alone_opens_no_session()
    {
        await using var server = await TestServer.StartAsync(_database);
        using var use = await Use.OfAsync(server);
        var keys = new DataProtectionKeys(server.Data).Read();
        var link = await server.Services.GetRequiredService<TicketKeys>().NewestAsync(CancellationToken.None);
        var ids = await BookingSecretAsync(server.Data);

        (await TextsAsync("select name from secrets where value is null order by name")).ShouldBe(Names);
        (await TextsAsync("select name from secrets where value is not null")).ShouldBeEmpty();
        foreach (var secret in (byte[][])[link.Secret, ids, Base32Encoding.ToBytes(use.Seed)])
        {
            (await StoredTexts.FindAsync(_database, Convert.ToHexStringLower(secret))).ShouldBeEmpty();
        }

        (await StoredTexts.FindAsync(_database, "masterKey")).ShouldBeEmpty();
        keys.ShouldAllBe(xml => xml.Contains("masterKey"));
        var stored = await TextsAsync("select xml from data_protection_keys");
        stored.Count.ShouldBe(keys.Length);
        Opens(stored, use.Session).ShouldBeFalse();
        // Whoever has them opened needs nothing else.
        Opens(keys, use.Session).ShouldBeTrue();
    }

    [Fact]
    public async Task What_an_earlier_program_stored_works_before_and_after_it_is_sealed_by_several_at_once()
    {
        await using var first = await TestServer.StartAsync(_database);
        using var use = await Use.OfAsync(first);
        var count = await OpenAllAsync(first, use);
        (await StoredTexts.FindAsync(_database, "masterKey")).ShouldNotBeEmpty();
        await using (var second = await TestServer.StartAsync(_database))
        {
            await ShouldWorkAsync(use, second);
            var rows = second.Services.GetServices<ISealedRows>().ToList();

            var sealings = await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(
                _ => rows.Select(one => one.SealAsync(CancellationToken.None))));

            sealings.Sum().ShouldBe(count);
            (await rows[0].SealAsync(CancellationToken.None)).ShouldBe(0);
            await ShouldWorkAsync(use, second);
        }

        (await StoredTexts.FindAsync(_database, "masterKey")).ShouldBeEmpty();
        (await TextsAsync("select name from secrets where value is not null")).ShouldBeEmpty();
        (await TextsAsync("select name from people where length(totp_secret) = 20")).ShouldBeEmpty();
        await using var third = await TestServer.StartAsync(_database);
        await ShouldWorkAsync(use, third);
    }

    [Fact]
    public async Task A_rotation_keeps_sessions_links_and_factors_and_needs_the_old_key_no_more()
    {
        var keys = ((string[])["k1", "k2", "k3"]).ToDictionary(
            id => id, _ => RandomNumberGenerator.GetBytes(KeyRing.KeyBytes));
        var old = _database.DataSources with { Keys = new KeyRing("k1", "k3", keys) };
        var now = old with { Keys = new KeyRing("k2", "k3", keys) };
        keys.Remove("k1");
        var later = old with { Keys = new KeyRing("k2", "k3", keys) };
        await new StoredKeys(old).RequireAsync(CancellationToken.None);
        await using var before = await StartAsync(old);
        using var use = await Use.OfAsync(before);
        await new StoredKeys(now).RequireAsync(CancellationToken.None);
        await using (var between = await StartAsync(now))
        {
            await ShouldWorkAsync(use, between);
            (await Should.ThrowAsync<KeyRingException>(
                () => new StoredKeys(later).RequireAsync(CancellationToken.None))).Message
                .ShouldContain("lacks the key 'k1'");

            var (_, secrets) = await between.Services.GetRequiredService<StoredKeys>().ResealAsync(
                100, between.Services.GetServices<ISealedRows>(), CancellationToken.None);

            // And the keys of data protection, and the person's app.
            secrets.ShouldBe(Names.Length + new DataProtectionKeys(now).Read().Length + 1);
        }

        await new StoredKeys(later).RequireAsync(CancellationToken.None);
        await using var after = await StartAsync(later);
        await ShouldWorkAsync(use, after);
    }

    // The role that serves may put another value in the place of one that it has read, and do nothing else.
    [Fact]
    public async Task What_is_sealed_is_changed_by_nobody_who_has_not_read_it()
    {
        await using var server = await TestServer.StartAsync(_database);
        using var use = await Use.OfAsync(server);
        const string all = """
            select name || encode(sealed, 'hex') from secrets union all select name || xml from data_protection_keys
            order by 1
            """;
        var before = await TextsAsync(all);

        foreach (var sql in (string[])
        [
            "select seal_secret('booking_id', 'x', 'y')", "select seal_secret('other', null, 'y')",
            "select seal_secret(name, sealed, null) from secrets",
            "select seal_data_protection_key(name, 'x', 'y') from data_protection_keys",
        ])
        {
            await using var command = server.Data.Primary.CreateCommand(sql);
            (await command.ExecuteScalarAsync()).ShouldBe(0, sql);
        }

        (await TextsAsync(all)).ShouldBe(before);
    }

    [Fact]
    public async Task Booking_ids_of_before_the_upgrade_stay_what_they_were_and_a_new_database_has_none_in_the_clear()
    {
        var upgraded = new BareDatabase(postgres);
        await upgraded.InitializeAsync();
        try
        {
            var data = new DataSources(upgraded.DataSource, upgraded.DataSource, TestKeys.Ring);
            var earlier = Migration.Embedded.TakeWhile(
                file => !file.Name.EndsWith(SealingFrom, StringComparison.Ordinal)).ToList();
            await new Migrator(upgraded.DataSource, earlier).ApplyAsync();
            await TestEngine.CreateShowAsync(data);
            const string hex = "select encode(value, 'hex') from secrets";
            var was = (await upgraded.ReadAsync(hex)).ShouldHaveSingleItem();

            await new Migrator(upgraded.DataSource).ApplyAsync();

            (await upgraded.ReadAsync(hex)).ShouldBe([was]);
            Convert.ToHexStringLower(await BookingSecretAsync(data)).ShouldBe(was);
            (await TextsAsync("select name from secrets")).ShouldBeEmpty();
        }
        finally
        {
            await upgraded.DisposeAsync();
        }
    }

    private static Task<TestServer> StartAsync(DataSources data) =>
        TestServer.StartAsync(data, "Development", EngineClock.Database);

    private static async Task<byte[]> BookingSecretAsync(DataSources data) => await new SharedSecret(
        data, PersonNumbers.SecretName, PersonNumbers.MakeSecret).GetAsync(CancellationToken.None);

    // Whether somebody with these keys, and no program of ours, reads what a cookie of the desk says.
    private static bool Opens(IReadOnlyCollection<string> keys, Cookie session)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDataProtection().SetApplicationName("usher");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = new Dump(keys));
        using var provider = services.BuildServiceProvider();
        var protector = provider.GetRequiredService<IDataProtectionProvider>().CreateProtector(
            "Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware", DeskSession.Scheme, "v2");
        return new TicketDataFormat(protector).Unprotect(session.Value) is not null;
    }

    private async Task ShouldWorkAsync(Use use, TestServer server)
    {
        (await server.Http.GetPageAsync("/desk/account", ("Cookie", $"{use.Session.Name}={use.Session.Value}")))
            .ShouldBePage(HttpStatusCode.OK).Text.ShouldContain(use.Email);
        (await use.Ticket.OpensAsync(server)).ShouldBeTrue();
        (await server.Http.GetAnswerAsync("/api/admin/shows", use.Token)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.Http.BookAsync(use.Show, [2], key: "once")).Field("booking_id").ShouldBe(use.Held);
        // Each code is taken once; here it is asked for several times.
        await ExecuteAsync($"update people set totp_step = 0 where id = '{use.Person}'");
        var factor = server.Services.GetRequiredService<SecondFactor>();
        (await factor.IsRightAsync(use.Person, use.Code(), default)).ShouldBeTrue();
        (await factor.IsRightAsync(use.Person, "000000", default)).ShouldBeFalse();
    }

    // All as the program before had it; returns how many values that are.
    private async Task<int> OpenAllAsync(TestServer server, Use use)
    {
        var opened = new List<(string Sql, object Value, string Name)>
        {
            ("update people set totp_secret = $1 where id::text = $2", Base32Encoding.ToBytes(use.Seed),
                use.Person.ToString()),
        };
        var names = await TextsAsync("select name from data_protection_keys order by created_at, name");
        opened.AddRange(new DataProtectionKeys(server.Data).Read().Zip(
            names, (xml, name) => ("update data_protection_keys set xml = $1 where name = $2", (object)xml, name)));
        await using (var list = _database.DataSource.CreateCommand(
            $"select {StoredSecrets.Columns}, name from secrets"))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var name = reader.GetString(2);
                opened.Add((
                    "update secrets set value = $1, sealed = null where name = $2",
                    StoredSecrets.Read(reader, 0, server.Data.Keys, name), name));
            }
        }

        foreach (var (sql, value, name) in opened)
        {
            await using var command = _database.DataSource.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter { Value = value });
            command.Parameters.Add(new NpgsqlParameter { Value = name });
            (await command.ExecuteNonQueryAsync()).ShouldBe(1, name);
        }

        return opened.Count;
    }

    private async Task<List<string>> TextsAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What was made with each secret: a session, a link, a token, the id of a booking, codes of an app.
    /// </summary>
    private sealed record Use(
        Organiser Desk, PersonId Person, string Email, string Seed, ShowId Show, SoldTicket Ticket, string Held,
        (string Name, string Value) Token) : IDisposable
    {
        public Cookie Session => Desk.Session!;

        public static async Task<Use> OfAsync(TestServer server)
        {
            var (id, email) = await server.AddAsync(Role.Staff);
            var desk = new Organiser(server.Http.BaseAddress!);
            (await desk.SignInAsPersonAsync(email)).ShouldRedirect();
            var seed = SecondFactor.MakeSecret();
            var show = (await server.CreateShowAsync()).Id;
            var use = new Use(
                desk, id, email, seed, show, await SoldTicket.SellAsync(server, show, 1),
                (await server.Http.BookAsync(show, [2], key: "once")).Field("booking_id"),
                await server.TokenAsync(Role.Staff));
            (await server.Services.GetRequiredService<SecondFactor>().TurnOnAsync(id, seed, use.Code(), default))
                .ShouldNotBeNull();
            return use;
        }

        public string Code() =>
            new Totp(Base32Encoding.ToBytes(Seed)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);

        public void Dispose() => Desk.Dispose();
    }

    // The rows of the table as they are.
    private sealed class Dump(IReadOnlyCollection<string> keys) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.Select(XElement.Parse)];

        public void StoreElement(XElement element, string friendlyName)
        {
        }
    }
}
