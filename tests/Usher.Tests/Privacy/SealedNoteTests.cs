using Usher.Engine.Bookings;
using Usher.Engine.Privacy;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Privacy;

/// <summary>What lies in the database of what staff wrote, and what becomes of it.</summary>
public sealed class SealedNoteTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Note = "zqzq-note Asha rang";
    private const string Reason = "zqzq-reason We are sorry, Asha";

    private readonly BookingHistory _history = new(database.DataSources);
    private readonly BookingEnds _ends = new(database.DataSources);

    [Fact]
    public async Task No_table_has_a_note_and_everybody_who_may_reads_it()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var cancelled = await engine.HoldAsync(show, 1);
        var nobodys = (await engine.BookAsync(new BookRequest(show, null, [2])))
            .ShouldBeOfType<BookOutcome.Held>().Booking;
        await CancelAsync(engine, cancelled.Id, Note, Reason);
        await CancelAsync(engine, nobodys.Id, Note, reason: null);
        await BlockAsync(engine, show, [3, 4]);
        var blocked = (await engine.OwnersAsync(show))[3];
        await engine.Bookings.UnblockAsync(show, [4], new StaffNote(Note), TestEngine.Desk, CancellationToken.None);

        (await StoredTexts.FindAsync(database, "zqzq-")).ShouldBeEmpty();
        (await TextsAsync(cancelled.Id)).ShouldBe([(null, null), (Note, Reason)]);
        (await TextsAsync(nobodys.Id)).ShouldBe([(null, null), (Note, null)]);
        (await TextsAsync(blocked)).ShouldBe([(Note, null)]);
        var booking = await engine.ReadAsync(blocked);
        (booking.Note, booking.Email, booking.Kind).ShouldBe((Note, null, BookingKind.House));
        var end = await _ends.FindAsync(await engine.ReadAsync(cancelled.Id), CancellationToken.None);
        (end!.Note, end.PublicReason).ShouldBe((Note, Reason));
        (await _history.ListAsync(show, 10, after: null, CancellationToken.None)).Steps
            .Count(step => step.Detail == Note).ShouldBe(5);
        // Each booking has keys of its own, which nobody is found by.
        (await CountAsync($"""
            select count(distinct k.id) from booking_events e join personal_keys k on k.id = e.note_key
            where e.show_id = {show} and k.person is null
            """)).ShouldBe(5);
    }

    [Fact]
    public async Task What_changes_nothing_leaves_no_key()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var held = await engine.HoldAsync(show, 1);
        await CancelAsync(engine, held.Id, Note, reason: null);
        var before = await CountAsync("select count(*) from personal_keys");

        await CancelAsync(engine, held.Id, Note, reason: null);
        await CancelAsync(engine, BookingId.Random(show), Note, reason: null);

        (await CountAsync("select count(*) from personal_keys")).ShouldBe(before);
    }

    [Fact]
    public async Task Notes_of_an_earlier_program_are_read_before_and_after_they_are_sealed()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var cancelled = await engine.HoldAsync(show, 1);
        await engine.ExtendAsync(cancelled.Id);
        await CancelAsync(engine, cancelled.Id, "extended", Reason);
        var told = await engine.HoldAsync(show, 2);
        await CancelAsync(engine, told.Id, note: null, Reason);
        await BlockAsync(engine, show, [3]);
        var blocked = (await engine.OwnersAsync(show))[3];
        // As they were written then.
        await ExecuteAsync($"""
            delete from personal_keys k using booking_events e where e.show_id = {show} and k.id = e.note_key;
            update booking_events
            set detail = case when to_status = 'PENDING' then detail when booking_id = '{cancelled.Id}' then 'extended'
                              when booking_id = '{blocked}' then '{Note}' end,
                public_reason = case when to_status = 'FAILED' then '{Reason}' end,
                note_key = null, note_sealed = null, public_reason_sealed = null
            where show_id = {show};
            update bookings set note = '{Note}', note_sealed = null, person_key = null where id = '{blocked}'
            """);
        await ShouldReadAsync();
        var sealing = new BookingSealing(database.DataSources);

        (await sealing.SealAllAsync(portion: 2, CancellationToken.None)).ShouldBe(3);

        (await StoredTexts.FindAsync(database, "zqzq-")).ShouldBeEmpty();
        (await CountAsync(
            $"select count(*) from booking_events where show_id = {show} and detail = 'extended'")).ShouldBe(1);
        await ShouldReadAsync();
        (await sealing.SealAllAsync(portion: 1_000, CancellationToken.None)).ShouldBe(0);
        (await engine.ReadAsync(cancelled.Id)).Email.ShouldBe("a@example.com");

        async Task ShouldReadAsync()
        {
            (await TextsAsync(cancelled.Id)).ShouldBe([(null, null), ("extended", null), ("extended", Reason)]);
            (await _history.FindAsync(cancelled.Id, CancellationToken.None)).Select(step => step.IsExtension)
                .ShouldBe([false, true, false]);
            (await TextsAsync(told.Id)).ShouldBe([(null, null), (null, Reason)]);
            (await TextsAsync(blocked)).ShouldBe([(Note, null)]);
            (await engine.ReadAsync(blocked)).Note.ShouldBe(Note);
        }
    }

    // The role that serves may seal what is in the clear, and nothing else about an event.
    [Fact]
    public async Task What_is_sealed_or_says_nothing_is_changed_by_nobody()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var cancelled = await engine.HoldAsync(show, 1);
        await engine.ExtendAsync(cancelled.Id);
        await CancelAsync(engine, cancelled.Id, Note, Reason);
        var before = await RowsAsync();

        foreach (var sequence in (int[])[1, 2, 3])
        {
            await using var seal = database.DataSources.Primary.CreateCommand($"""
                select seal_notes(
                    array[{show}]::bigint[], array['{cancelled.Id}']::uuid[], array[{sequence}],
                    array[gen_random_uuid()], array['x']::bytea[], array['x']::bytea[])
                """);
            ((int)(await seal.ExecuteScalarAsync())!).ShouldBe(0);
        }

        (await RowsAsync()).ShouldBe(before);

        async Task<string> RowsAsync()
        {
            await using var rows = database.DataSource.CreateCommand(
                $"select string_agg(e::text, ' ' order by sequence) from booking_events e where show_id = {show}");
            return (string)(await rows.ExecuteScalarAsync())!;
        }
    }

    private static Task BlockAsync(TestEngine engine, ShowId show, int[] seats) => engine.Bookings.BlockAsync(
        show, [.. seats], new StaffNote(Note), TestEngine.Desk, CancellationToken.None);

    private static Task<CancelOutcome> CancelAsync(TestEngine engine, BookingId id, string? note, string? reason) =>
        engine.Bookings.CancelByStaffAsync(
            id, new StaffNote(note, reason), TestEngine.Desk, CancellationToken.None);

    private async Task<(string? Detail, string? Reason)[]> TextsAsync(BookingId id) =>
        [.. (await _history.FindAsync(id, CancellationToken.None)).Select(step => (step.Detail, step.PublicReason))];

    private async Task<long> CountAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
