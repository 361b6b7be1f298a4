using System.Text;

namespace Usher.SystemTests.Fuzz;

/// <summary>Requests to the operations that the document lists: right ones, and ones wrong in a part or more.</summary>
internal sealed class OperationRequests(ApiSurface api, KnownThings known)
{
    // As Kestrel is set up by HttpLimits: bodies beyond it may be refused before they were sent whole.
    private const int BodyBytesMax = 64 * 1024;

    private readonly ValueDraw _values = new(api, known);

    public FuzzRequest Draw(Dice dice)
    {
        var operation = dice.OneOf(api.Operations);
        var draft = new RequestDraft(operation.Method, operation.Path) { Statuses = [.. operation.Statuses] };
        var isHostile = dice.Percent(75);
        AddParameters(draft, operation, isHostile, dice);
        AddBody(draft, operation, isHostile, dice);
        if (dice.Percent(operation.Path.Contains("/admin", StringComparison.Ordinal) ? 80 : 20))
        {
            var key = dice.Percent(85) ? known.AdminKey : dice.OneOf(RequestMutations.HeaderTexts);
            draft.Headers.Add(("X-Api-Key", key));
        }

        if (isHostile && dice.Percent(25))
        {
            RequestMutations.Spoil(draft, dice);
            // The address may take the other method too.
            var method = draft.Method == "HEAD" ? "GET" : draft.Method;
            operation = api.Operations.FirstOrDefault(one => one.Path == operation.Path
                && one.Method.Equals(method, StringComparison.OrdinalIgnoreCase)) ?? operation;
            draft.Statuses.UnionWith(operation.Statuses);
        }

        if (operation.Responses.TryGetProperty("101", out _) && dice.Percent(70))
        {
            return Watch(draft, operation, dice);
        }

        return Finish(draft, operation, dice);
    }

    private void AddParameters(RequestDraft draft, ApiOperation operation, bool isHostile, Dice dice)
    {
        var query = new List<string>();
        foreach (var parameter in operation.Parameters)
        {
            var text = _values.DrawText(parameter, operation.Path, dice);
            var spoiled = isHostile && dice.Percent(30);
            switch (parameter.In)
            {
                case "path":
                    draft.Target = draft.Target.Replace(
                        $"{{{parameter.Name}}}",
                        spoiled ? RequestMutations.Segment(draft, dice) : Uri.EscapeDataString(text),
                        StringComparison.Ordinal);
                    break;
                case "query" when dice.Percent(60):
                    var given = spoiled ? RequestMutations.QueryText(dice) : Uri.EscapeDataString(text);
                    query.Add($"{parameter.Name}={given}");
                    if (isHostile && dice.Percent(8))
                    {
                        query.Add(query[^1]);
                    }

                    break;
                case "header" when dice.Percent(60):
                    // What is no text of a header at all is for the broken bytes.
                    draft.Headers.Add((
                        parameter.Name,
                        spoiled || !Ascii.IsValid(text) || text.Any(char.IsControl)
                            ? dice.OneOf(RequestMutations.HeaderTexts)
                            : text));
                    break;
                default:
                    break;
            }
        }

        if (query.Count > 0)
        {
            draft.Target += "?" + string.Join('&', query);
        }
    }

    private void AddBody(RequestDraft draft, ApiOperation operation, bool isHostile, Dice dice)
    {
        if (operation.Body is not { } schema || dice.Percent(4))
        {
            return;
        }

        var tree = _values.Draw(schema, "", dice);
        draft.Body = isHostile && dice.Percent(70) ? JsonMutations.Mutate(tree, dice) : tree.ToBytes();
        draft.IsChunked = dice.Percent(15);
        draft.Headers.Add(("Content-Type", isHostile && dice.Percent(10)
            ? dice.OneOf(RequestMutations.ContentTypes)
            : dice.Of("application/json", "application/json; charset=utf-8")));
    }

    private static FuzzRequest Watch(RequestDraft draft, ApiOperation operation, Dice dice)
    {
        if (dice.Percent(30))
        {
            draft.Headers.Add(("Accept", "text/event-stream"));
            return Finish(draft, operation, dice);
        }

        draft.Headers.AddRange(
        [
            ("Connection", "Upgrade"), ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", dice.Of("13", "13", "13", "7", "x")),
            ("Sec-WebSocket-Key", dice.Of("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ==", "short", "")),
        ]);
        // A protocol it cannot switch to is told in these words (RFC 6455 §4.4, RFC 9110 §15.5.22).
        draft.Statuses.UnionWith([400, 426]);
        draft.Refusals.Add(400);
        byte[] frames = dice.Percent(50) ? dice.OneOf(HostileTexts.Frames) : dice.Bytes(dice.Between(1, 200));
        var request = Finish(draft, operation, dice);
        // A frame against the protocol ends the connection, maybe before its opening was read.
        return request with
        {
            Pieces = [.. request.Pieces, frames],
            Ending = Ending.WaitAndLeave,
            Expected = request.Expected with { MayStaySilent = true },
        };
    }

    private static FuzzRequest Finish(RequestDraft draft, ApiOperation operation, Dice dice)
    {
        if (draft.Target.Length > 8 * 1024 - 40)
        {
            draft.Refusals.Add(414);
        }

        var (head, body) = (draft.Head(), draft.WholeBody(dice));
        IReadOnlyList<byte[]> pieces = body.Length > 1 && dice.Percent(10)
            ? [head, body[..(body.Length / 2)], body[(body.Length / 2)..]]
            : [[.. head, .. body]];
        return new FuzzRequest(draft.Method == "HEAD" ? $"HEAD {operation.Id}" : operation.Id, pieces, new Expectation
        {
            Statuses = draft.Statuses,
            Refusals = draft.Refusals,
            MayStaySilent = body.Length > BodyBytesMax,
        })
        {
            Operation = draft.MayMeetAnything ? null : operation,
            IsHead = draft.Method == "HEAD",
        };
    }
}
