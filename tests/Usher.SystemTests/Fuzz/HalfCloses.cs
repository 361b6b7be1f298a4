namespace Usher.SystemTests.Fuzz;

/// <summary>Clients that send a request, or a part of one, and then say that they will send no more.</summary>
internal static class HalfCloses
{
    /// <summary>The same request from such a client. It may get no answer, or one that it broke off.</summary>
    public static FuzzRequest Of(FuzzRequest request, Dice dice)
    {
        byte[] whole = [.. request.Pieces.SelectMany(piece => piece)];
        var sent = dice.Percent(30) ? whole : whole[..dice.Between(1, whole.Length)];
        return request with
        {
            Name = "half-closed: " + request.Name,
            Pieces = dice.Percent(50) ? [sent] : [.. sent.Chunk(Math.Max(1, sent.Length / 2))],
            PauseMilliseconds = dice.Of(0, 0, 1, 3),
            // Whose address or header broke off may be any request.
            Operation = null,
            Ending = Ending.HalfClose,
            Expected = request.Expected with
            {
                Statuses = [.. request.Expected.Statuses, 400, 401, 404, 405, 426],
                Refusals = [.. request.Expected.Refusals, 400, 405, 408, 505],
                MayStaySilent = true,
                // What was to follow an upgrade may be taken for another request.
                AnswersMax = request.Ending == Ending.WaitAndLeave ? 2 : request.Expected.AnswersMax,
            },
        };
    }
}
