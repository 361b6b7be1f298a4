using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Usher.BoxOffice;
using Usher.BoxOffice.Privacy;
using Usher.Engine;
using Usher.Engine.Audit;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Privacy;
using Usher.Engine.Sealing;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Privacy;

/// <summary>What is known of a person is given out, and forgotten.</summary>
public sealed class ErasureTests : IClassFixture<TestDatabase>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("usher-erasure-").FullName;
    private readonly TestDatabase _database;
    private readonly DataSources _data;
    private readonly ServiceProvider _services;

    public ErasureTests(TestDatabase database)
    {
        _database = database;
        // The ring of all tests, with a record of its own.
        var path = Path.Combine(_folder, "keyring.json");
        File.Copy(TestKeys.Path, path);
        _data = database.DataSources with { Keys = new KeyRingFile(path).Read() };
        _services = new ServiceCollection()
            .AddSingleton(_data)
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddUsherEngine(new ConfigurationBuilder().Build())
            .AddUsherBoxOffice()
            .BuildServiceProvider();
    }

    private PersonalData People => _services.GetRequiredService<PersonalData>();

    private string RecordPath => Path.Combine(_folder, "keyring.json.erased");

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_export_has_every_booking_whatever_spelling_and_nobody_elses()
    {
        await using var engine = new TestEngine(_data);
        var show = await TestEngine.CreateShowAsync(_data);
        var held = await HoldAsync(engine, show, $"Asha{show}@example.com", 1);
        var sold = await HoldAsync(engine, show, $"asha{show}@EXAMPLE.com", 2);
        await engine.ConfirmAsync(sold.Id);
        await engine.CancelByStaffAsync(sold.Id, "Asha rang");
        await HoldAsync(engine, show, $"bo{show}@example.com", 3);

        var record = await People.ExportAsync($"asha{show}@example.com", Actor.CommandLine, CancellationToken.None);

        record.IsWhole.ShouldBeTrue();
        record.Bookings.Select(one => one.Booking.Id).ShouldBe([sold.Id, held.Id]);
        record.Bookings.Select(one => one.Booking.Email)
            .ShouldBe([$"asha{show}@EXAMPLE.com", $"Asha{show}@example.com"]);
        record.Bookings[0].Steps.Select(step => step.Detail).ShouldBe([null, null, "Asha rang"]);
        record.Bookings[0].Steps[^1].PublicReason.ShouldBeNull();
        record.Bookings[0].ShowName.ShouldBe("A show");
        (await LoggedAsync($"asha{show}@example.com")).ShouldBe(["EXPORT command line 2"]);
        File.Exists(RecordPath).ShouldBeFalse();
    }

    [Fact]
    public async Task An_erased_person_is_found_nowhere_and_the_bookings_and_counts_stay()
    {
        await using var engine = new TestEngine(_data);
        var show = await TestEngine.CreateShowAsync(_data, seats: 20, seatsPerPersonMax: 4);
        var email = $"asha{show}@example.com";
        var (held, sold) = (await HoldAsync(engine, show, email, 1), await HoldAsync(engine, show, email, 2));
        await engine.ConfirmAsync(sold.Id);
        var cancelled = await HoldAsync(engine, show, email, 3);
        await engine.ConfirmAsync(cancelled.Id);
        await engine.CancelByStaffAsync(cancelled.Id, "Asha rang");
        var other = await HoldAsync(engine, show, $"bo{show}@example.com", 4);
        var sealedBefore = await SealedAsync(sold.Id);
        var peopleBefore = await PeopleAsync(show);

        (await People.EraseAsync($"ASHA{show}@example.com", Actor.CommandLine, CancellationToken.None)).ShouldBe(3);

        foreach (var id in new[] { held.Id, sold.Id, cancelled.Id })
        {
            var booking = await engine.ReadAsync(id);
            (booking.Email, booking.IsErased).ShouldBe((null, true));
        }

        (await engine.ReadAsync(sold.Id)).Status.ShouldBe(BookingStatus.Confirmed);
        (await engine.OwnersAsync(show)).Keys.ShouldBe([1, 2, 4]);
        (await engine.ReadAsync(other.Id)).Email.ShouldBe($"bo{show}@example.com");
        (await People.ExportAsync(email, Actor.CommandLine, CancellationToken.None)).Bookings.ShouldBeEmpty();
        (await AskAsync<long>("select count(*) from personal_keys where id = $1", sealedBefore.Key)).ShouldBe(0);
        // Still two persons, one of them with three bookings, and none of them known.
        (await PeopleAsync(show)).ShouldBe(peopleBefore);
        (await AskAsync<long>(
            "select count(*) from bookings where show_id = $1 and email_key = (select email_key from bookings "
            + $"where id = '{sold.Id}')", show.Value)).ShouldBe(3);
        await ShouldBeCleanAsync();

        // Who comes again is somebody new.
        var anew = await HoldAsync(engine, show, email, 5);
        (await engine.ReadAsync(anew.Id)).Email.ShouldBe(email);
        (await engine.ConfirmAsync(held.Id)).ShouldBeOfType<ConfirmOutcome.EmailRequired>();
        var confirmed = (await engine.ConfirmAsync(held.Id, $"carl{show}@example.com"))
            .ShouldBeOfType<ConfirmOutcome.Confirmed>().Booking;
        (confirmed.Email, confirmed.IsErased).ShouldBe(($"carl{show}@example.com", false));
        (await engine.ReadAsync(held.Id)).IsErased.ShouldBeFalse();
        (await LoggedAsync(email)).ShouldBe(["ERASE command line 3", "EXPORT command line 0"]);
    }

    [Fact]
    public async Task What_is_not_sealed_yet_is_exported_and_erased_too()
    {
        await using var engine = new TestEngine(_data);
        var show = await TestEngine.CreateShowAsync(_data);
        var email = $"plain{show}@example.com";
        var (held, sold) = (await HoldAsync(engine, show, email, 1), await HoldAsync(engine, show, email, 2));
        await engine.ConfirmAsync(sold.Id);
        await ExecuteAsync($"""
            update bookings
            set email = 'Plain{show}@Example.com', email_sealed = null, person_key = null, email_key = null
            where show_id = {show}
            """);

        (await People.ExportAsync(email, Actor.CommandLine, CancellationToken.None)).Bookings.Length.ShouldBe(2);
        (await People.EraseAsync(email, Actor.CommandLine, CancellationToken.None)).ShouldBe(2);

        (await engine.ReadAsync(held.Id)).IsErased.ShouldBeTrue();
        (await AskAsync<long>("select count(*) from bookings where show_id = $1 and email is not null", show.Value))
            .ShouldBe(0);
    }

    [Fact]
    public async Task What_staff_wrote_of_an_erased_person_opens_for_nobody_who_has_all_tables_and_the_ring()
    {
        await using var engine = new TestEngine(_data);
        var show = await TestEngine.CreateShowAsync(_data);
        var email = $"asha{show}@example.com";
        var (noted, clear) = (await HoldAsync(engine, show, email, 1), await HoldAsync(engine, show, email, 2));
        var other = await HoldAsync(engine, show, $"bo{show}@example.com", 3);
        foreach (var booking in new[] { noted, clear, other })
        {
            await engine.ExtendAsync(booking.Id);
            await engine.Bookings.CancelByStaffAsync(
                booking.Id, new StaffNote("zqzq-note", "zqzq-reason"), TestEngine.Desk, CancellationToken.None);
        }

        // One was cancelled by an earlier program, and nobody has sealed it yet.
        await ExecuteAsync($"""
            update booking_events set detail = 'zqzq-note', public_reason = 'zqzq-reason', note_key = null,
                note_sealed = null, public_reason_sealed = null
            where booking_id = '{clear.Id}' and sequence = 3
            """);
        (await OpenedAsync(show)).ShouldBe(2);

        (await People.EraseAsync(email, Actor.CommandLine, CancellationToken.None)).ShouldBe(2);

        (await StoredTexts.FindAsync(_database, "zqzq-")).ShouldBeEmpty();
        (await OpenedAsync(show)).ShouldBe(1);
        var history = new BookingHistory(_data);
        foreach (var booking in new[] { noted, clear })
        {
            var steps = await history.FindAsync(booking.Id, CancellationToken.None);
            steps.Select(step => (step.Detail, step.PublicReason, step.IsNoteErased))
                .ShouldBe([(null, null, false), ("extended", null, false), (null, null, true)]);
            var end = await new BookingEnds(_data).FindAsync(
                await engine.ReadAsync(booking.Id), CancellationToken.None);
            (end!.Note, end.PublicReason, end.Actor).ShouldBe((null, null, Actors.Desk));
        }

        (await history.FindAsync(other.Id, CancellationToken.None))[^1].Detail.ShouldBe("zqzq-note");
        await ShouldBeCleanAsync();
    }

    [Fact]
    public async Task Notes_about_bookings_without_a_person_go_with_those_of_their_show()
    {
        await using var engine = new TestEngine(_data);
        var (old, late) = (await TestEngine.CreateShowAsync(_data), await TestEngine.CreateShowAsync(_data));
        foreach (var show in new[] { old, late })
        {
            var nobodys = (await engine.BookAsync(new BookRequest(show, null, [1])))
                .ShouldBeOfType<BookOutcome.Held>().Booking;
            await engine.CancelByStaffAsync(nobodys.Id, "zqzq-note");
            await engine.BlockAsync(show, 2, 3);
            await engine.UnblockAsync(show, 3);
        }

        var blocked = (await engine.OwnersAsync(old))[2];
        await ExecuteAsync($"""
            update shows set starts_at = now() - interval '31 days' where id = {old};
            update bookings set note = 'zqzq-note', note_sealed = null where id = '{blocked}';
            update booking_events set detail = 'zqzq-note', note_key = null, note_sealed = null
            where booking_id = '{blocked}'
            """);
        var before = await OpenedAsync(late);

        while (await new Anonymising(_data).RunAsync(afterDays: 30, bookingsMax: 2, CancellationToken.None) is not null)
        {
        }

        (await OpenedAsync(old)).ShouldBe(0);
        (await OpenedAsync(late)).ShouldBe(before);
        var booking = await engine.ReadAsync(blocked);
        (booking.Note, booking.IsErased, booking.Status).ShouldBe((null, true, BookingStatus.Confirmed));
        (await AskAsync<long>(
            "select count(*) from booking_events where show_id = $1 and detail is not null", old.Value)).ShouldBe(0);
        await ShouldBeCleanAsync();
    }

    [Fact]
    public async Task After_a_restore_everybody_is_erased_again_who_was_and_nobody_else()
    {
        await using var engine = new TestEngine(_data);
        var show = await TestEngine.CreateShowAsync(_data);
        var email = $"asha{show}@example.com";
        var gone = await HoldAsync(engine, show, email, 1);
        var plain = await HoldAsync(engine, show, email, 2);
        var other = await HoldAsync(engine, show, $"bo{show}@example.com", 3);
        // One booking is from before addresses were sealed.
        await ExecuteAsync($"""
            update bookings set email = '{email}', email_sealed = null, person_key = null, email_key = null
            where id = '{plain.Id}'
            """);
        await ExecuteAsync("create table kept_bookings as table bookings");
        await ExecuteAsync("create table kept_keys as table personal_keys");
        await People.EraseAsync(email, Actor.CommandLine, CancellationToken.None);

        await ExecuteAsync("""
            truncate bookings, personal_keys;
            insert into bookings select * from kept_bookings;
            insert into personal_keys select * from kept_keys;
            drop table kept_bookings, kept_keys
            """);
        (await engine.ReadAsync(gone.Id)).Email.ShouldBe(email);
        (await People.ReapplyAsync(Actor.CommandLine, CancellationToken.None)).ShouldBe((1, 2));

        (await engine.ReadAsync(gone.Id)).IsErased.ShouldBeTrue();
        (await engine.ReadAsync(plain.Id)).IsErased.ShouldBeTrue();
        (await engine.ReadAsync(other.Id)).Email.ShouldBe($"bo{show}@example.com");
        (await People.ReapplyAsync(Actor.CommandLine, CancellationToken.None)).ShouldBe((1, 0));
        var record = await File.ReadAllTextAsync(RecordPath);
        record.ShouldMatch($"^[0-9T:Z-]+ {_data.Keys.PersonOf(email)}\n$");
        record.ShouldNotContain("asha");
        (await LoggedAsync(email)).ShouldBe(["ERASE command line 2", "REAPPLY command line 2"]);
    }

    [Fact]
    public async Task What_one_organization_has_erased_is_erased_again_and_what_another_one_knows_stays()
    {
        await using var engine = new TestEngine(_data);
        var harbour = new OrganizationId(await AskAsync<long>(
            "insert into organizations (slug, name) values ($1, 'Harbour') returning id", "harbour"));
        var (theirs, ours) = (
            await harbour.AsTenantAsync(() => TestEngine.CreateShowAsync(_data)),
            await TestEngine.CreateShowAsync(_data));
        var email = $"asha{ours}@example.com";
        var (gone, kept) = (await HoldAsync(engine, theirs, email, 1), await HoldAsync(engine, ours, email, 1));
        var (key, _) = await SealedAsync(gone.Id);
        await ExecuteAsync("create table kept_bookings as table bookings");
        await ExecuteAsync("create table kept_keys as table personal_keys");

        (await harbour.AsTenantAsync(() => People.ExportAsync(email, Actor.CommandLine, CancellationToken.None)))
            .Bookings.Select(one => one.Booking.Id).ShouldBe([gone.Id]);
        (await harbour.AsTenantAsync(() => People.EraseAsync(email, Actor.CommandLine, CancellationToken.None)))
            .ShouldBe(1);
        (await engine.ReadAsync(gone.Id)).IsErased.ShouldBeTrue();
        (await engine.ReadAsync(kept.Id)).Email.ShouldBe(email);
        (await AskAsync<long>("select count(*) from personal_keys where id = $1", key)).ShouldBe(0);
        (await AskAsync<long>(
            "select count(*) from personal_data_events where organization_id = $1", harbour.Value)).ShouldBe(2);

        await ExecuteAsync("""
            truncate bookings, personal_keys;
            insert into bookings select * from kept_bookings;
            insert into personal_keys select * from kept_keys;
            drop table kept_bookings, kept_keys
            """);
        (await People.ReapplyAsync(Actor.CommandLine, CancellationToken.None)).ShouldBe((1, 1));

        (await engine.ReadAsync(gone.Id)).IsErased.ShouldBeTrue();
        (await engine.ReadAsync(kept.Id)).Email.ShouldBe(email);
        (await File.ReadAllTextAsync(RecordPath)).ShouldMatch(
            $"^[0-9T:Z-]+ {_data.Keys.PersonOf(email)} {harbour}\n$");
        (await People.ExportAsync(email, Actor.CommandLine, CancellationToken.None)).Bookings
            .Select(one => one.Booking.Id).ShouldBe([kept.Id]);
        await ShouldBeCleanAsync();
    }

    [Fact]
    public async Task An_erasure_that_cannot_be_remembered_does_not_happen()
    {
        await using var engine = new TestEngine(_data);
        var show = await TestEngine.CreateShowAsync(_data);
        var held = await HoldAsync(engine, show, $"asha{show}@example.com", 1);
        Directory.CreateDirectory(RecordPath);

        await Should.ThrowAsync<Exception>(
            () => People.EraseAsync($"asha{show}@example.com", Actor.CommandLine, CancellationToken.None));

        (await engine.ReadAsync(held.Id)).Email.ShouldBe($"asha{show}@example.com");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("0123456789abcdefghijkl harbour")]
    [InlineData("0123456789abcdefghijkl 1 2")]
    public async Task A_line_that_is_no_record_is_refused_with_its_number(string whom)
    {
        await File.WriteAllTextAsync(RecordPath, $"2031-01-01T00:00:00Z {whom}\n");

        (await Should.ThrowAsync<KeyRingException>(
            () => People.ReapplyAsync(Actor.CommandLine, CancellationToken.None))).Message
            .ShouldContain($"line 1 of {RecordPath} is no record of an erasure");
    }

    [Fact]
    public async Task Bookings_of_shows_that_are_long_over_are_nobodys_and_others_stay()
    {
        await using var engine = new TestEngine(_data);
        var (old, late) = (
            await TestEngine.CreateShowAsync(_data, seatsPerPersonMax: 10), await TestEngine.CreateShowAsync(_data));
        List<Booking> olds = [];
        for (var seat = 1; seat <= 5; seat++)
        {
            olds.Add(await HoldAsync(engine, old, "asha@example.com", seat));
        }

        var recent = await HoldAsync(engine, late, "asha@example.com", 1);
        await ExecuteAsync($"update shows set starts_at = now() - interval '31 days' where id = {old}");
        await ExecuteAsync($"update shows set starts_at = now() - interval '29 days' where id = {late}");
        var anonymising = new Anonymising(_data);
        var count = 0;
        while (await anonymising.RunAsync(afterDays: 30, bookingsMax: 2, CancellationToken.None) is { } portion)
        {
            count += portion;
        }

        count.ShouldBe(5);
        foreach (var booking in olds)
        {
            (await engine.ReadAsync(booking.Id)).IsErased.ShouldBeTrue();
        }

        (await engine.ReadAsync(recent.Id)).Email.ShouldBe("asha@example.com");
        (await AskAsync<long>("select count(*) from bookings_by_person where show_id = $1", old.Value)).ShouldBe(0);
        (await AskAsync<long>(
            "select count(*) from bookings where show_id = $1 and email_key is not null", old.Value)).ShouldBe(0);
        (await anonymising.RunAsync(afterDays: 30, bookingsMax: 2, CancellationToken.None)).ShouldBeNull();
        await ShouldBeCleanAsync();
    }

    private static async Task<Booking> HoldAsync(TestEngine engine, ShowId show, string email, int seat) =>
        (await engine.BookAsync(new BookRequest(show, email, [seat]))).ShouldBeOfType<BookOutcome.Held>().Booking;

    private async Task<(Guid Key, byte[] Ciphertext)> SealedAsync(BookingId id)
    {
        await using var command = _data.Primary.Command(
            "select person_key, email_sealed from bookings where id = $1", id.Value.Typed());
        await using var reader = await command.ExecuteReaderAsync();
        (await reader.ReadAsync()).ShouldBeTrue();
        return (reader.GetGuid(0), reader.GetFieldValue<byte[]>(1));
    }

    // How many bookings each has, by the two values that tell persons apart.
    private async Task<(string Bookings, string Listed)> PeopleAsync(ShowId show)
    {
        await using var command = _data.Primary.Command(
            """
            select (select string_agg(n::text, ' ' order by n) from (
                       select count(*) n from bookings where show_id = $1 group by email_key) b),
                   (select string_agg(n::text, ' ' order by n) from (
                       select count(*) n from bookings_by_person where show_id = $1 group by person) p)
            """,
            show.Typed());
        await using var reader = await command.ExecuteReaderAsync();
        (await reader.ReadAsync()).ShouldBeTrue();
        return (reader.GetString(0), reader.GetString(1));
    }

    private async Task<List<string>> LoggedAsync(string email)
    {
        await using var command = _data.Primary.Command(
            "select kind || ' ' || actor || ' ' || bookings from personal_data_events where person = $1 order by id",
            _data.Keys.PersonOf(email).Typed());
        await using var reader = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    private async Task ShouldBeCleanAsync()
    {
        var audit = new DatabaseAudit(_data, Options.Create(new SweepOptions()), Options.Create(new AuditOptions()));
        (await audit.RunAsync(null, CancellationToken.None)).Findings
            .SelectMany(finding => finding.Violations).ShouldBeEmpty();
    }

    // How many of the texts of a show's events open with any of the keys that there are.
    private async Task<int> OpenedAsync(ShowId show)
    {
        List<(Guid Id, byte[] SealedKey)> keys = [];
        await using (var command = _data.Primary.CreateCommand("select id, sealed_key from personal_keys"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                keys.Add((reader.GetGuid(0), reader.GetFieldValue<byte[]>(1)));
            }
        }

        await using var events = _data.Primary.Command(
            "select booking_id, note_sealed from booking_events where show_id = $1 and note_sealed is not null",
            show.Typed());
        await using var texts = await events.ExecuteReaderAsync();
        var opened = 0;
        while (await texts.ReadAsync())
        {
            var (booking, text) = (new BookingId(texts.GetGuid(0)), texts.GetFieldValue<byte[]>(1));
            opened += keys.Count(key => Opens(booking, key.Id, key.SealedKey, text));
        }

        return opened;
    }

    private bool Opens(BookingId booking, Guid keyId, byte[] sealedKey, byte[] text)
    {
        try
        {
            return _data.Keys.Open(DataKey.Note, booking, keyId, sealedKey, text).Length > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private async Task<T> AskAsync<T>(string sql, object value)
    {
        await using var command = _data.Primary.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
