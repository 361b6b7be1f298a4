using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Usher.Testing;

/// <summary>A device with one passkey (WebAuthn level 3, ES256), which a test can have lie.</summary>
internal sealed class SoftPasskey : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte WithKey = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>Whose the device believes it is.</summary>
    public string Handle { get; set; } = "";

    public string Origin { get; set; } = "http://localhost";

    public string Site { get; set; } = "localhost";

    public bool IsCrossOrigin { get; set; }

    public bool IsPresent { get; set; } = true;

    public bool IsVerified { get; set; } = true;

    /// <summary>What it has counted.</summary>
    public uint Count { get; set; }

    /// <summary>What it says instead of the challenge; null: the challenge.</summary>
    public string? Challenge { get; set; }

    /// <summary>What it says that it does; null: the truth.</summary>
    public string? Type { get; set; }

    /// <summary>What a browser sends after navigator.credentials.create().</summary>
    public string Create(string options)
    {
        var asked = JsonNode.Parse(options)!;
        Handle = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(asked["user"]!["id"]!.GetValue<string>()));
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        byte[] idLength = [(byte)(Id.Length >> 8), (byte)Id.Length];
        // COSE_Key: EC2, ES256, P-256.
        byte[] key =
            [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32, .. point.X!, 0x22, 0x58, 32, .. point.Y!];
        byte[] data = [.. Data(WithKey), .. new byte[16], .. idLength, .. Id, .. key];
        // A map of fmt, attStmt and authData.
        byte[] attestation =
        [
            0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x59,
            (byte)(data.Length >> 8), (byte)data.Length, .. data,
        ];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(Client("webauthn.create", asked)),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal", "smart-card"),
        });
    }

    /// <summary>What a browser sends after navigator.credentials.get().</summary>
    public string Get(string options)
    {
        var client = Client("webauthn.get", JsonNode.Parse(options)!);
        var data = Data(0);
        var signature = _key.SignData(
            [.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Handle)),
        });
    }

    public void Dispose() => _key.Dispose();

    private byte[] Client(string type, JsonNode asked) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = Type ?? type,
        challenge = Challenge ?? asked["challenge"]!.GetValue<string>(),
        origin = Origin,
        crossOrigin = IsCrossOrigin,
    });

    private byte[] Data(byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        flags |= (byte)((IsPresent ? Present : 0) | (IsVerified ? Verified : 0));
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Site)), flags, .. count];
    }

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(Id),
        ["rawId"] = Base64Url.EncodeToString(Id),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();
}
